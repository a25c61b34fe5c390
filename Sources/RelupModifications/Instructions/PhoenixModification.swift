/// The ready modification of Phoenix applications: no request is lost, and no channel sees half an upgrade.
struct PhoenixModification: ReadyInstruction {
    static let name = "PhoenixModification"

    init() {}

    init(_ arguments: inout InstructionArguments) {}

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        try StartSection(.check).apply(to: &script)
        try call("CheckProcessesRunningOldCode", "CheckRanchAcceptors", "CheckRanchConnections", in: &script)
        try StartSection(.suspend).apply(to: &script)
        try call("SuspendRanchAcceptors", "SuspendChannels", "FinishRunningRequests", in: &script)
        try StartSection(.upgrade).apply(to: &script)
        SoftPurge().apply(to: &script)
        try StartSection(.resume).apply(to: &script)
        try call("RerunFailedRequests", "ResumeChannels", "ResumeRanchAcceptors", in: &script)
        try StartSection(.finished).apply(to: &script)
    }

    private func call(_ names: String..., in script: inout ScriptModification) throws(ModificationError) {
        for name in names { try RunnableCall(name).apply(to: &script) }
    }
}
