public import ErlangTerms

/// Which modules the calls of edeliver's instructions name.
public struct InstructionRuntime: Sendable {
    /// The module of an instruction.
    public let module: @Sendable (_ instruction: String) -> Atom
    /// The modules that every instruction calls.
    public let support: [Atom]

    public init(support: [Atom], module: @escaping @Sendable (_ instruction: String) -> Atom) {
        self.support = support
        self.module = module
    }

    /// edeliver's own modules, for releases that hold the application `edeliver`.
    public static let edeliver = InstructionRuntime(support: ["Elixir.Edeliver.Relup.RunnableInstruction"]) {
        Atom("Elixir.Edeliver.Relup.Instructions.\($0)")
    }

    /// Ours, which the relup carries along.
    public static let own = InstructionRuntime(support: []) { instruction in
        guard let module = ownModules[instruction] else {
            preconditionFailure("no module runs '\(instruction)'")
        }
        return module
    }

    private static let ownModules: [String: Atom] = [
        "CheckProcessesRunningOldCode": "relup_check_old_code", "CheckRanchAcceptors": "relup_check_acceptors",
        "CheckRanchConnections": "relup_check_connections", "FinishRunningRequests": "relup_finish_requests",
        "Info": "relup_info", "LoadConfiguration": "relup_load_configuration",
        "LoadProtocols": "relup_load_protocols", "RerunFailedRequests": "relup_rerun_requests",
        "ResumeChannels": "relup_resume_channels", "ResumeRanchAcceptors": "relup_resume_acceptors",
        "SetVariables": "relup_set_variables", "Sleep": "relup_sleep",
        "SuspendChannels": "relup_suspend_channels", "SuspendRanchAcceptors": "relup_suspend_acceptors",
    ]
    private static let namesOfOwn = Set(ownModules.values)

    /// Whether a module is one of ours.
    public static func isOwn(_ module: Atom) -> Bool { namesOfOwn.contains(module) }
}
