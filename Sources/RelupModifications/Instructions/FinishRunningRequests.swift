internal import ErlangTerms

/// Waits for running requests to end and tells those that do not that the upgrade starts: `run({Name, Timeout})`.
struct FinishRunningRequests: RunnableInstruction, PlainInstruction {
    static let name = "FinishRunningRequests"
    /// In milliseconds.
    static let timeout = 500

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self, CheckRanchConnections.self] }

    func place(in dialect: Dialect) -> InsertionPoint { .appendAfterPointOfNoReturn }

    func argument(in script: ScriptModification) -> ErlangTerm {
        .tuple(.atom(script.name), .integer(Self.timeout))
    }
}
