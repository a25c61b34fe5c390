internal import ErlangTerms
internal import Relups

extension Dialect {
    /// Whether an instruction changes code, processes or applications, so that preparations for the upgrade come before
    /// it. As `Edeliver.Relup.InsertInstruction.modifies_*?/1`, edeliver 1.9.2.
    func isChange(_ instruction: LowLevelInstruction) -> Bool {
        switch instruction {
        case .load, .remove, .restartEmulator, .restartNewEmulator: true
        case .purge(let modules): recognisesEveryChange || modules.count == 1
        case .suspend: recognisesEveryChange
        case .start(let modules), .stop(let modules): recognisesEveryChange || modules.count == 1
        case .codeChange(_, let changes): recognisesEveryChange || changes.count == 1
        case .apply(let call): recognisesEveryChange && call.changesProcesses
        case .unknown(let term): isHighLevelChange(term)
        case .pointOfNoReturn, .loadObjectCode, .resume, .syncNodes: false
        }
    }

    /// A relup cannot contain high-level instructions, but edeliver recognises them there by name and size.
    private func isHighLevelChange(_ term: ErlangTerm) -> Bool {
        guard let parts = term.tuple, let name = parts.first?.atom else { return false }
        switch (name, parts.count) {
        case ("load_module", 2...3), ("load_module", 5), ("add_module", 2...3), ("delete_module", 2...3),
            ("update", 2...4), ("update", 6), ("add_application", 2...3), ("remove_application", 2),
            ("restart_application", 2):
            return true
        case ("update", 7): return recognisesTimedUpdates || parts[2] == .atom("Elixir.Timeout")
        case ("update", 8):
            return recognisesTimedUpdates
                || (parts[2] == .atom("Elixir.ModType") && parts[3] == .atom("Elixir.Timeout"))
        default: return false
        }
    }
}

extension LowLevelInstruction.Call {
    /// Whether the call starts or stops applications or children of a supervisor.
    fileprivate var changesProcesses: Bool {
        switch module {
        case "application": Self.applicationChanges.contains(function)
        case "supervisor": Self.supervisorChanges.contains(function)
        default: false
        }
    }

    private static let applicationChanges: Set<Atom> = [
        "ensure_all_started", "ensure_started", "load", "permit", "start", "start_boot", "stop", "takeover", "unload",
    ]
    private static let supervisorChanges: Set<Atom> = [
        "delete_child", "restart_child", "start_child", "terminate_child",
    ]
}

extension LowLevelInstruction {
    /// The module that an instruction loads. Includes `load_module` and `add_module`, which edeliver recognises in
    /// relups.
    var loaded: Atom? {
        guard case .unknown(let term) = self, let parts = term.tuple, let name = parts.first?.atom else {
            return loadedModule
        }
        switch (name, parts.count) {
        case ("load_module", 2...3), ("load_module", 5), ("add_module", 2...3): return parts[1].atom
        default: return nil
        }
    }

    /// The module that an instruction unloads, or that a `purge` of nothing else purges.
    var unloaded: Atom? {
        switch self {
        case .remove(let module, _): return module
        case .purge(let modules): return modules.count == 1 ? modules[0] : nil
        case .unknown(let term):
            guard let parts = term.tuple, parts.first == .atom("delete_module"), (2...3).contains(parts.count) else {
                return nil
            }
            return parts[1].atom
        default: return nil
        }
    }
}
