/// Accepts connections again: `run(Name)`.
struct ResumeRanchAcceptors: RunnableInstruction, PlainInstruction {
    static let name = "ResumeRanchAcceptors"

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self] }

    func place(in dialect: Dialect) -> InsertionPoint { .append }
}
