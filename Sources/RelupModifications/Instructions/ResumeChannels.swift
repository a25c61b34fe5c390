/// Resumes the websockets of channels: `run(Name)`.
struct ResumeChannels: RunnableInstruction, PlainInstruction {
    static let name = "ResumeChannels"

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self, CheckRanchConnections.self] }

    func place(in dialect: Dialect) -> InsertionPoint { .append }
}
