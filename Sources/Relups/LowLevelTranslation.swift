internal import ErlangTerms

/// The low-level instructions of modules that are changed together.
///
/// As `systools_rc:translate_dep_to_low/3`, OTP 25.2.
struct LowLevelTranslation {
    let mode: ScriptTranslation.Mode
    /// In the order in which processes are suspended, dependents first.
    let changes: [ModuleChange]

    func instructions() -> [ErlangTerm] {
        var suspended: [ErlangTerm] = []
        var resumed: [Atom] = []
        var (dynamicChanges, staticChanges): ([ErlangTerm], [ErlangTerm]) = ([], [])
        for change in changes {
            guard case .update(let isStatic, let timeout, let extra, _) = change.kind else { continue }
            let module = ErlangTerm.atom(change.module)
            suspended.append(timeout.map { .tuple(module, $0) } ?? module)
            resumed.append(change.module)
            guard let extra else { continue }
            if isStatic && mode == .down {
                staticChanges.append(.tuple(module, extra))
            } else {
                dynamicChanges.append(.tuple(module, extra))
            }
        }
        var result: [ErlangTerm] = []
        if !suspended.isEmpty { result.append(.tuple(.atom("suspend"), .list(suspended))) }
        switch mode {
        case .up:
            for change in changes.reversed() { load(change, &result) }
            codeChange("up", dynamicChanges, &result)
        case .down:
            codeChange("down", dynamicChanges, &result)
            for change in changes { load(change, &result) }
            codeChange("down", staticChanges, &result)
        }
        if !resumed.isEmpty { result.append(.tuple(.atom("resume"), .atoms(resumed.reversed()))) }
        return result
    }

    private func codeChange(_ mode: Atom, _ changes: [ErlangTerm], _ result: inout [ErlangTerm]) {
        guard !changes.isEmpty else { return }
        result.append(.tuple(.atom("code_change"), .atom(mode), .list(changes)))
    }

    private func load(_ change: ModuleChange, _ result: inout [ErlangTerm]) {
        switch change.kind {
        case .update(_, _, _, let purges), .load(let purges):
            let load = ErlangTerm.tuple(.atom(change.module), purges.before.term, purges.after.term)
            result.append(.tuple(.atom("load"), load))
        case .delete:
            result.append(Self.remove(change.module))
            result.append(Self.purge([change.module]))
        }
    }

    static func remove(_ module: Atom) -> ErlangTerm {
        .tuple(.atom("remove"), .tuple(.atom(module), Purges.brutal.before.term, Purges.brutal.after.term))
    }

    static func purge(_ modules: [Atom]) -> ErlangTerm {
        .tuple(.atom("purge"), .atoms(modules))
    }
}
