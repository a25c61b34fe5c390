internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds children whose processes run another module than the changed one that starts them.
struct WrappedProcessesCheck: ScriptCheck {
    static let wrapped = FindingKind(
        "process-of-wrapper", .warning,
        "A changed module starts a child, and is not itself the callback module of one of OTP's behaviours: its "
            + "process runs another module, such as Agent or a behaviour of a library, with a state that the changed "
            + "module makes. Nothing converts that state.",
        advice: "make sure that the state has the same form in both releases, or restart the child in the appup")
    static let kinds = [wrapped]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let tree = SupervisionTree(script.isUp ? script.diff.baseStarts : script.diff.targetStarts)
        let converted = Set(script.steps.flatMap(\.convertedModules))
        return script.diff.applications.flatMap(\.changedModules).compactMap { change in
            let facts = change.target
            guard tree.workers.contains(change.name), !converted.contains(change.name), !facts.isProcess else {
                return nil
            }
            return script.finding(
                Self.wrapped, change.name.name, "the process that '\(change.name)' starts runs another module's code")
        }
    }
}

extension ModuleFacts {
    /// Whether processes run the module itself: it has one of OTP's behaviours, or starts them without one.
    fileprivate var isProcess: Bool {
        isSupervisor || isSpecialProcess || !Self.processBehaviours.isDisjoint(with: behaviours)
            || imports.contains { $0.module == "proc_lib" || $0.module == "erlang" && $0.name.name.hasPrefix("spawn") }
    }

    private static let processBehaviours: Set<Atom> = [
        "gen_server", "gen_statem", "gen_fsm", "gen_event", "Elixir.GenServer", "Elixir.GenStage", "gen_batch_server",
    ]
}
