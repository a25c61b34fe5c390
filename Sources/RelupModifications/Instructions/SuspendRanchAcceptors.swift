/// Stops accepting connections: `run(Name)`.
struct SuspendRanchAcceptors: RunnableInstruction, PlainInstruction {
    static let name = "SuspendRanchAcceptors"

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self] }

    func place(in dialect: Dialect) -> InsertionPoint { .appendAfterPointOfNoReturn }
}
