internal import ErlangTerms

extension Dialect {
    /// Whether an instruction changes code, processes or applications, so that what prepares the upgrade stands before
    /// it. As `Edeliver.Relup.InsertInstruction.modifies_*?/1`, edeliver 1.9.2.
    func isChange(_ instruction: ErlangTerm) -> Bool {
        changesCode(instruction) || changesProcesses(instruction) || changesApplications(instruction)
    }

    private func changesCode(_ instruction: ErlangTerm) -> Bool {
        if LoadInstruction.loadedModule(of: instruction) != nil { return true }
        if LoadInstruction.unloadedModule(of: instruction) != nil { return true }
        return recognisesEveryChange && instruction.tagged("purge", count: 2) != nil
    }

    private func changesProcesses(_ instruction: ErlangTerm) -> Bool {
        guard case .tuple(let elements) = instruction, let tag = elements.first?.atom else { return false }
        switch (tag, elements.count) {
        case ("update", 2), ("update", 3), ("update", 4), ("update", 6): return true
        case ("update", 7): return recognisesTimedUpdates || elements[2] == .atom("Elixir.Timeout")
        case ("update", 8):
            return recognisesTimedUpdates
                || (elements[2] == .atom("Elixir.ModType") && elements[3] == .atom("Elixir.Timeout"))
        case ("code_change", 2), ("code_change", 3):
            if recognisesEveryChange { return true }
            guard let changes = elements[elements.count - 1].list, changes.count == 1 else { return false }
            return changes[0].tuple?.count == 2
        case ("start", 2), ("stop", 2): return recognisesEveryChange || elements[1].list?.count == 1
        case ("suspend", 2): return recognisesEveryChange
        case ("apply", 2): return recognisesEveryChange && Self.appliesChange(elements[1])
        default: return false
        }
    }

    private func changesApplications(_ instruction: ErlangTerm) -> Bool {
        switch instruction {
        case .atom("restart_emulator"), .atom("restart_new_emulator"): return true
        case .tuple(let elements):
            switch (elements.first?.atom, elements.count) {
            case ("add_application", 2), ("add_application", 3), ("remove_application", 2), ("restart_application", 2):
                return true
            default: return false
            }
        default: return false
        }
    }

    /// Whether the call `{Module, Function, Arguments}` starts or stops applications or children of a supervisor.
    private static func appliesChange(_ call: ErlangTerm) -> Bool {
        guard case .tuple(let elements) = call, elements.count == 3, let function = elements[1].atom else {
            return false
        }
        switch elements[0].atom {
        case "application": return applicationChanges.contains(function)
        case "supervisor": return supervisorChanges.contains(function)
        default: return false
        }
    }

    private static let applicationChanges: Set<Atom> = [
        "ensure_all_started", "ensure_started", "load", "permit", "start", "start_boot", "stop", "takeover", "unload",
    ]
    private static let supervisorChanges: Set<Atom> = [
        "delete_child", "restart_child", "start_child", "terminate_child",
    ]
}

/// Instructions that load and unload modules.
enum LoadInstruction {
    /// The module that `load_module`, `add_module` or `load` loads, in any of their forms.
    static func loadedModule(of instruction: ErlangTerm) -> ErlangTerm? {
        guard case .tuple(let elements) = instruction, let tag = elements.first?.atom else { return nil }
        switch (tag, elements.count) {
        case ("load_module", 2), ("load_module", 3), ("load_module", 5), ("add_module", 2), ("add_module", 3):
            return elements[1]
        case ("load", 2): return firstOfThree(elements[1])
        default: return nil
        }
    }

    /// The module that `remove` or `delete_module` unloads, or that a `purge` of nothing else purges.
    static func unloadedModule(of instruction: ErlangTerm) -> ErlangTerm? {
        guard case .tuple(let elements) = instruction, let tag = elements.first?.atom else { return nil }
        switch (tag, elements.count) {
        case ("delete_module", 2), ("delete_module", 3): return elements[1]
        case ("remove", 2): return firstOfThree(elements[1])
        case ("purge", 2):
            guard let modules = elements[1].list, modules.count == 1 else { return nil }
            return modules[0]
        default: return nil
        }
    }

    private static func firstOfThree(_ term: ErlangTerm) -> ErlangTerm? {
        guard case .tuple(let elements) = term, elements.count == 3 else { return nil }
        return elements[0]
    }
}

/// Calls of instructions that run during the upgrade: `{apply, {Module, run, Arguments}}`.
enum RunCall {
    /// The module whose `run` an instruction calls.
    static func module(of instruction: ErlangTerm) -> ErlangTerm? {
        guard let call = instruction.tagged("apply", count: 2), case .tuple(let elements) = call[1],
            elements.count == 3, elements[1] == .atom("run")
        else { return nil }
        return elements[0]
    }

    /// The call of `run/1` of a module with the given argument.
    static func term(module: Atom, argument: ErlangTerm) -> ErlangTerm {
        .tuple(.atom("apply"), .tuple(.atom(module), .atom("run"), .list([argument])))
    }
}

/// `{load_object_code, {Application, Version, Modules}}`.
enum LoadObjectCode {
    /// The modules whose code an instruction reads; none where it is another instruction.
    static func modules(of instruction: ErlangTerm) -> [ErlangTerm] {
        guard let library = instruction.tagged("load_object_code", count: 2), case .tuple(let elements) = library[1],
            elements.count == 3
        else { return [] }
        return elements[2].list ?? []
    }
}
