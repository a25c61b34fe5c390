internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Calls a runnable instruction as declared.
struct RunnableCall: ScriptEdit {
    private let instruction: RunnableInstruction
    /// The argument from the modification, if it sets one.
    private let given: ErlangTerm?

    init(_ instruction: RunnableInstruction, _ arguments: inout InstructionArguments) throws(ModificationError) {
        self.instruction = instruction
        // Seconds: 30 by default, never less than 0.
        given = instruction.argument == .seconds ? .integer(max(0, try arguments.integer() ?? 30)) : nil
    }

    /// The call of an instruction without arguments.
    init(_ name: String) throws(ModificationError) {
        guard let instruction = RunnableInstruction.named(name) else {
            throw ModificationError(.unknownInstruction, "unknown instruction '\(name)'")
        }
        self.instruction = instruction
        given = nil
    }

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        let argument: ErlangTerm =
            switch instruction.argument {
            case .modules: .list(script.modulesToCheck.map(ErlangTerm.atom))
            case .nameAndTimeout:
                .tuple(.atom(script.name), .integer(RunnableInstruction.timeoutOfRequests))
            case .name, .text, .seconds, .version, .versions, .versionAndProtocols, .child: given ?? .atom(script.name)
            }
        let place =
            script.dialect.suspendsChannelsLast ? instruction.place : instruction.placeOfEdeliver ?? instruction.place
        let dependencies = instruction.dependencies.compactMap { RunnableInstruction.named($0) }
        try script.insert(
            InstructionCall(
                module: script.calledModules.module(of: instruction), argument: argument, place: place,
                dependencies: dependencies.map(script.calledModules.module)))
    }
}
