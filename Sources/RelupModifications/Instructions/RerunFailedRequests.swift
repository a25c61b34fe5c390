/// Tells requests which failed during the upgrade that they can run again: `run(Name)`.
struct RerunFailedRequests: RunnableInstruction, PlainInstruction {
    static let name = "RerunFailedRequests"

    var dependencies: [any Instruction.Type] {
        [CheckRanchAcceptors.self, CheckRanchConnections.self, FinishRunningRequests.self]
    }

    func place(in dialect: Dialect) -> InsertionPoint { .append }
}
