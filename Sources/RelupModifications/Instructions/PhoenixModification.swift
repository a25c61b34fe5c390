/// The ready modification of Phoenix applications: no request is lost, no channel sees half of an upgrade.
struct PhoenixModification: PlainInstruction {
    static let name = "PhoenixModification"

    private static let instructions: [any ScriptEdit] = [
        StartSection(.check), CheckProcessesRunningOldCode(), CheckRanchAcceptors(), CheckRanchConnections(),
        StartSection(.suspend), SuspendRanchAcceptors(), SuspendChannels(), FinishRunningRequests(),
        StartSection(.upgrade), SoftPurge(), SuspendAppProcesses(), ReloadModules(), CodeChangeOnAppProcesses(),
        ResumeAppProcesses(),
        StartSection(.resume), RerunFailedRequests(), ResumeChannels(), ResumeRanchAcceptors(),
        StartSection(.finished),
    ]

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        for instruction in Self.instructions { try instruction.apply(to: &script) }
    }
}
