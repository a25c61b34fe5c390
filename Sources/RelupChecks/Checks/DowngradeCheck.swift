internal import ErlangTerms
internal import Relups

/// Finds base releases for which `check_install_release` would not look at the downgrade.
struct DowngradeCheck: UpgradeCheck {
    static let notChecked = FindingKind(
        "downgrade-not-checked", .info,
        "On the node, `release_handler:check_install_release` of an older release only looks at files and evaluates "
            + "no script, unless that release has a `releases/VSN/relup`, even one without scripts.",
        advice: "nothing: relup-check has looked at the script")
    static let kinds = [notChecked]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.filter { !$0.release.has("relup") }.map { base in
            Finding(
                Self.notChecked, at: ScriptDirection.down.script(of: base.release.version),
                "the node's own check will not evaluate this script")
        }
    }
}
