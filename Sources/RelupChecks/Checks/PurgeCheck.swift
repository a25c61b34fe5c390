internal import ErlangTerms
internal import Relups

/// Finds loads that kill processes that still run old code.
struct PurgeCheck: ScriptCheck {
    static let brutal = FindingKind(
        "brutal-purge", .info,
        "`brutal_purge` kills processes that still run old code of a module: before the load, those that an earlier "
            + "upgrade left; when the release is made permanent, those that this one leaves.",
        advice: "use soft purges, as relup-modify does by default")
    static let kinds = [brutal]

    func findings(in script: CheckedScript) -> [Finding] {
        let modules = script.steps.compactMap { step -> Atom? in
            if case .load(let module, let purges) = step, purges.before == .brutal || purges.after == .brutal,
                script.before[module] != nil
            {
                module
            } else {
                nil
            }
        }
        guard let first = modules.first else { return [] }
        let others = modules.count == 1 ? "" : " and \(modules.count - 1) more"
        return [script.finding(Self.brutal, "processes in old code of '\(first)'\(others) can be killed")]
    }
}
