/// Refuses the upgrade where the processes that accept connections cannot be found: `run(Name)`.
struct CheckRanchAcceptors: RunnableInstruction, PlainInstruction {
    static let name = "CheckRanchAcceptors"

    func place(in dialect: Dialect) -> InsertionPoint { .beforePointOfNoReturn }
}
