/// Suspends the websockets of channels: `run(Name)`.
///
/// Differs from edeliver: stands after the last instruction that walks the supervision tree, for which a suspended
/// connection of type supervisor is an error (test `DialectTests.channelsAreSuspendedLast`).
struct SuspendChannels: RunnableInstruction, PlainInstruction {
    static let name = "SuspendChannels"

    var dependencies: [any Instruction.Type] { [CheckRanchAcceptors.self, CheckRanchConnections.self] }

    func place(in dialect: Dialect) -> InsertionPoint {
        dialect.suspendsChannelsLast ? .afterLastSuspend : .appendAfterPointOfNoReturn
    }
}
