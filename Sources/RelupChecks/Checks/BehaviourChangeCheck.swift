internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds modules whose new code is no longer written for what their running processes are.
struct BehaviourChangeCheck: ScriptCheck {
    static let behaviour = FindingKind(
        "behaviour-changed", .error,
        "A module has another process behaviour than before. A process keeps the behaviour that it was started with, "
            + "and calls functions that the new code does not have.",
        advice: "restart the processes in the appup, with restart_application or by terminate_child and restart_child, "
            + "or give the new behaviour to a module of another name")
    static let unclear = FindingKind(
        "behaviour-unclear", .warning,
        "A module seems to have another process behaviour than before: its beam was stripped of its attributes, so "
            + "only its functions show the behaviour. A process keeps the behaviour that it was started with.",
        advice: "compare the behaviours in the sources, and keep the chunk Attr when you strip beams")
    static let dynamic = FindingKind(
        "supervisor-became-dynamic", .error,
        "A supervisor goes from one_for_one or the like to simple_one_for_one, or back. The running supervisor keeps "
            + "its children in the form of its first strategy and fails when it handles them in the other.",
        advice: "restart the supervisor in the appup, by terminate_child and restart_child of its own supervisor")
    static let strategy = FindingKind(
        "supervisor-strategy-unseen", .warning,
        "The strategy of a supervisor can be read in one release only. If it becomes simple_one_for_one, or was that, "
            + "the running supervisor fails.",
        advice: "compare the strategies that init/1 returns in the sources")
    static let mode = FindingKind(
        "callback-mode-changed", .error,
        "A state machine has another callback_mode than before. Its process reads the mode only when its state is "
            + "converted, from the code that is loaded then. A downgrade converts while the newer code is loaded.",
        advice: "export code_change/4 and use {update, Module, {advanced, []}}; to go down, restart the process")
    static let hiddenMode = FindingKind(
        "callback-mode-unseen", .warning,
        "What callback_mode/0 of a state machine returns cannot be read. If it differs, the process keeps the old mode "
            + "unless its state is converted by the code that it will run.",
        advice: "compare callback_mode/0 in the sources")
    static let kinds = [behaviour, unclear, dynamic, strategy, mode, hiddenMode]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let converters = script.converters
        return script.diff.applications.flatMap(\.changedModules).compactMap { change in
            guard let old = script.before[change.name], let new = script.after[change.name] else { return nil }
            return behaviourFinding(old, new, script) ?? strategyFinding(old, new, script)
                ?? modeFinding(old, new, converter: converters[change.name], script)
        }
    }

    /// Whether processes that run `old` are not what `new` is written for.
    static func behaviourDiffers(_ old: ModuleFacts, _ new: ModuleFacts) -> Bool {
        !old.processKinds.isSubset(of: new.processKinds)
    }

    private func behaviourFinding(_ old: ModuleFacts, _ new: ModuleFacts, _ script: CheckedScript) -> Finding? {
        guard Self.behaviourDiffers(old, new) else { return nil }
        let isDeclared = old.hasAttributes && new.hasAttributes
        return script.finding(
            isDeclared ? Self.behaviour : Self.unclear, new.name.name,
            "processes of '\(new.name)' run as \(old.processKinds.shown), its new code is written for "
                + new.processKinds.shown)
    }

    private func strategyFinding(_ old: ModuleFacts, _ new: ModuleFacts, _ script: CheckedScript) -> Finding? {
        guard let before = old.supervision, let after = new.supervision, old.isSupervisor, new.isSupervisor else {
            return nil
        }
        switch (before.dynamics, after.dynamics) {
        case (.known(let was), .known(let will)) where was != will:
            return script.finding(
                Self.dynamic, new.name.name,
                "the supervisor '\(new.name)' was started \(will ? "without" : "with") simple_one_for_one")
        case (.known, .unknown), (.unknown, .known):
            return script.finding(
                Self.strategy, new.name.name, "the strategy of '\(new.name)' can be read in one release only")
        default: return nil
        }
    }

    private func modeFinding(
        _ old: ModuleFacts, _ new: ModuleFacts, converter: CheckedScript.Converter?, _ script: CheckedScript
    ) -> Finding? {
        guard let before = old.callbackMode, let after = new.callbackMode else { return nil }
        if case .known = before, before == after { return nil }
        // The code that runs from now on has converted the state, so the process has its mode.
        if converter?.isNew == true, new.exports("code_change", 4) { return nil }
        guard case .known(let was) = before, case .known(let will) = after else {
            // UnreadableModulesCheck reports the others.
            return old.hasFacts && new.hasFacts
                ? script.finding(Self.hiddenMode, new.name.name, "the callback_mode of '\(new.name)' cannot be read")
                : nil
        }
        let reason =
            switch converter {
            case nil: "the script does not convert its state"
            case let converter? where converter.isNew: "the code that converts its state has no code_change/4"
            default: "its state is converted before the code of \(script.to.release.version) is loaded"
            }
        return script.finding(
            Self.mode, new.name.name,
            "the callback_mode of '\(new.name)' goes from \(was.shown) to \(will.shown), and \(reason)")
    }
}

extension Supervision {
    /// Whether children have no ids; unknown if the strategy is not seen. Elixir's `Supervisor.init/2` refuses to make
    /// such a supervisor.
    fileprivate var dynamics: Fact<Bool> {
        if isDynamic { return .known(true) }
        return isElixir || strategy != .unknown ? .known(false) : .unknown
    }
}

extension CallbackMode {
    fileprivate var shown: String { entersStates ? "\(style.rawValue) with state_enter" : style.rawValue }
}
