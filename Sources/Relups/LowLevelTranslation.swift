internal import ErlangTerms

/// The low-level instructions of modules that are changed together.
///
/// As `systools_rc:translate_dep_to_low/3`, OTP 25.2.
struct LowLevelTranslation {
    let mode: ScriptTranslation.Mode
    /// In the order in which processes are suspended, dependents first.
    let changes: [ModuleChange]

    func instructions() -> [ErlangTerm] {
        let updates = changes.compactMap(Update.init)
        let suspended = updates.map { update in
            update.timeout == .atom("default")
                ? ErlangTerm.atom(update.module) : .tuple(.atom(update.module), update.timeout)
        }
        let code = changes.map(load)
        var result: [ErlangTerm] = []
        if !updates.isEmpty { result.append(.tuple(.atom("suspend"), .list(suspended))) }
        switch mode {
        case .up:
            result += code.reversed().joined()
            result += codeChange("up", updates)
        case .down:
            result += codeChange("down", updates.filter { !$0.isStatic })
            result += code.joined()
            result += codeChange("down", updates.filter(\.isStatic))
        }
        if !updates.isEmpty { result.append(.tuple(.atom("resume"), .atoms(updates.reversed().map(\.module)))) }
        return result
    }

    private struct Update {
        let module: Atom
        let isStatic: Bool
        let timeout: ErlangTerm
        /// What `code_change` is given, if it is called at all.
        let extra: ErlangTerm?

        init?(_ change: ModuleChange) {
            guard case .update(let isStatic, let timeout, let kind, _) = change.kind else { return nil }
            module = change.module
            self.isStatic = isStatic
            self.timeout = timeout
            extra = kind.tagged("advanced", count: 2)?.first
        }
    }

    private func codeChange(_ mode: Atom, _ updates: [Update]) -> [ErlangTerm] {
        let changes = updates.compactMap { update in update.extra.map { ErlangTerm.tuple(.atom(update.module), $0) } }
        return changes.isEmpty ? [] : [.tuple(.atom("code_change"), .atom(mode), .list(changes))]
    }

    private func load(_ change: ModuleChange) -> [ErlangTerm] {
        switch change.kind {
        case .update(_, _, _, let purges), .load(let purges):
            [.tuple(.atom("load"), .tuple(.atom(change.module), purges.before, purges.after))]
        case .delete:
            [Self.remove(change.module), Self.purge([change.module])]
        }
    }

    static func remove(_ module: Atom) -> ErlangTerm {
        .tuple(.atom("remove"), .tuple(.atom(module), Purges.brutal.before, Purges.brutal.after))
    }

    static func purge(_ modules: [Atom]) -> ErlangTerm {
        .tuple(.atom("purge"), .atoms(modules))
    }
}
