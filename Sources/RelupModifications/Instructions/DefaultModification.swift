/// The ready modification of all releases: soft purges.
struct DefaultModification: ReadyInstruction {
    static let name = "DefaultModification"

    init() {}

    init(_ arguments: inout InstructionArguments) {}

    func apply(to script: inout ScriptModification) {
        SoftPurge().apply(to: &script)
    }
}
