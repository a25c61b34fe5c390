internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds modules whose funs cannot be called once the old code is purged.
struct ClosuresCheck: ScriptCheck {
    static let changed = FindingKind(
        "closures-change", .info,
        "A changed module makes different funs than before. Funs of the old code that were stored in a state, a table "
            + "or a message fail with `badfun` when that code is purged.",
        advice: "store {Module, Function, Arguments} if a fun should outlive an upgrade")
    static let kept = FindingKind(
        "kept-fun-changed", .warning,
        "A changed or removed module makes a fun that may be kept: it is returned, sent, or passed to a function that "
            + "may store it. A fun that is kept runs the old code after the upgrade, and fails with `badfun` when "
            + "that code is purged, by the next upgrade or the downgrade.",
        advice: "check whether a state or table keeps it, and keep fun Module:Function/Arity there instead")
    static let kinds = [changed, kept]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let kept = script.calledModulesBefore.compactMap { module -> Finding? in
            guard let funs = module.keptFuns.value, let first = funs.first else { return nil }
            let others = funs.count == 1 ? "" : " and \(funs.count - 1) more"
            return script.finding(
                Self.kept, module.name.name,
                "the fun \(first) of '\(module.name)'\(others) may be kept in a state or table")
        }
        let modules = script.diff.applications.flatMap(\.changedModules).filter { change in
            let (old, new) = script.isUp ? (change.base, change.target) : (change.target, change.base)
            return !old.lambdas.isEmpty && old.lambdas != new.lambdas && old.keptFuns.value?.isEmpty ?? true
        }.map(\.name)
        guard let first = modules.first else { return kept }
        let others = modules.count == 1 ? "" : " and of \(modules.count - 1) more"
        return kept + [
            script.finding(Self.changed, "stored funs of '\(first)'\(others) may not outlive the upgrade")
        ]
    }
}
