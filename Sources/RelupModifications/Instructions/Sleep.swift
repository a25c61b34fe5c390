internal import ErlangTerms

/// Waits, for trying out what suspends: `run(Seconds)`. Argument: the seconds, 30 by default, never less than 0.
struct Sleep: RunnableInstruction {
    static let name = "Sleep"
    private let seconds: Int

    init(_ arguments: inout InstructionArguments) throws(ModificationError) {
        seconds = max(0, try arguments.integer() ?? 30)
    }

    func place(in dialect: Dialect) -> InsertionPoint { .appendAfterPointOfNoReturn }

    func argument(in script: ScriptModification) -> ErlangTerm { .integer(seconds) }
}
