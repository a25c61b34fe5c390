internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds changed modules whose funs cannot be called any more once the old code is purged.
struct ClosuresCheck: ScriptCheck {
    static let changed = FindingKind(
        "closures-change", .info,
        "A changed module makes different funs than before. Funs of the old code that were stored in a state, a table "
            + "or a message fail with `badfun` when that code is purged.",
        advice: "store {Module, Function, Arguments} if a fun should outlive an upgrade")
    static let kinds = [changed]

    func findings(in way: Way) -> [Finding] {
        let modules = way.diff.applications.flatMap(\.changedModules).filter { change in
            let (old, new) = way.isUp ? (change.base, change.target) : (change.target, change.base)
            return !old.lambdas.isEmpty && old.lambdas != new.lambdas
        }.map(\.name)
        guard let first = modules.first else { return [] }
        let others = modules.count == 1 ? "" : " and of \(modules.count - 1) more"
        return [way.finding(Self.changed, nil, "stored funs of '\(first)'\(others) may not outlive the upgrade")]
    }
}
