internal import BeamFiles
internal import ErlangTerms

/// How a changed module replaces the one that runs.
enum ModuleInstruction: Hashable {
    /// `{update, M, supervisor}`: `init/1` of the new code returns the children's specifications again.
    case supervisor
    /// `{update, M, {advanced, []}, …}`: processes are suspended and their states converted.
    case codeChange
    /// `{update, M, soft, …}`: processes are suspended while the code is loaded.
    case suspend
    /// `{load_module, M, …}`.
    case load

    /// The instruction for a module, and the reason for it.
    ///
    /// Upgrade and downgrade both call the `code_change` of the target's code, so that is what counts.
    static func choose(base: ModuleFacts, target: ModuleFacts) -> (ModuleInstruction, reason: String) {
        if base.isSupervisor {
            if let supervision = base.supervision, supervision == target.supervision, supervision.isComplete,
                target.isSupervisor, ![base, target].allSatisfy({ $0.initEffects?.value?.isPure ?? false })
            {
                return (
                    .load,
                    "a supervisor changed, but neither its children nor its flags; its init/1 does more than specify them"
                )
            }
            return (.supervisor, "a supervisor changed: init/1 is called again for its children's specifications")
        }
        let kind = processKind(target)
        if let callback = target.codeChanges.first(where: { !$0.isIdentity }) ?? target.codeChanges.first {
            return target.hasDefaultCodeChange
                ? (.suspend, "\(kind) changed; its code_change is the behaviour's own, which converts nothing")
                : (.codeChange, "\(kind) changed, with \(callback.function) for its state")
        }
        if let callback = base.codeChanges.first {
            return (.suspend, "\(kind) changed; it no longer has \(callback.function)")
        }
        return (.load, target.behaviours.isEmpty ? "the code changed" : "\(kind) changed; it converts no state")
    }

    private static func processKind(_ facts: ModuleFacts) -> String {
        guard let behaviour = facts.behaviours.first else {
            return facts.codeChanges.contains { $0.function.name == "system_code_change" }
                ? "a special process" : "the code"
        }
        let name = behaviour.name.hasPrefix("Elixir.") ? String(behaviour.name.dropFirst(7)) : behaviour.name
        return "a \(name)"
    }

    /// The instruction for a module that is loaded after `dependencies`.
    func term(_ module: Atom, purge policy: PurgePolicy, dependencies: [Atom]) -> ErlangTerm {
        let methods = policy[module]
        let (before, after) = (methods.before.term, methods.after.term)
        let advanced = ErlangTerm.tuple(.atom("advanced"), .emptyList)
        switch self {
        case .supervisor where policy.modules[module] == nil:
            return .tuple(.atom("update"), .atom(module), .atom("supervisor"))
        case .supervisor:
            return .tuple(
                .atom("update"), .atom(module), .atom("static"), .atom("default"), advanced, before, after,
                .emptyList)
        case .codeChange:
            return .tuple(.atom("update"), .atom(module), advanced, before, after, .atoms(dependencies))
        case .suspend:
            return .tuple(.atom("update"), .atom(module), .atom("soft"), before, after, .atoms(dependencies))
        case .load:
            return .tuple(.atom("load_module"), .atom(module), before, after, .atoms(dependencies))
        }
    }

    /// `{add_module, M}` or `{delete_module, M}`, after `dependencies`.
    static func presence(_ tag: Atom, _ module: Atom, dependencies: [Atom]) -> ErlangTerm {
        dependencies.isEmpty
            ? .tuple(.atom(tag), .atom(module)) : .tuple(.atom(tag), .atom(module), .atoms(dependencies))
    }
}
