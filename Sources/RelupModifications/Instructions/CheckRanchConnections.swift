/// Refuses the upgrade where the processes of connections cannot be found: `run(Name)`.
struct CheckRanchConnections: RunnableInstruction, PlainInstruction {
    static let name = "CheckRanchConnections"

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self] }

    func place(in dialect: Dialect) -> InsertionPoint { .beforePointOfNoReturn }
}
