internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds other versions of the core applications and Elixir.
struct PlatformChangeCheck: UpgradeCheck {
    static let changed = FindingKind(
        "runtime-changed", .error,
        "ERTS, kernel, stdlib or Elixir has a different version. A running system cannot exchange its emulator, and "
            + "the others have no instructions to change them.",
        advice: "restart into the target release, let relup-upgrade --emulator make an upgrade that restarts the node, "
            + "or build both releases with the same Erlang/OTP and Elixir")
    static let kinds = [changed]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.runtime.map { change in
                Finding(
                    Self.changed, at: ScriptDirection.up.script(of: base.diff.baseVersion),
                    "\(change.name) changes from \(change.base ?? "none") to \(change.target ?? "none")")
            }
        }
    }
}
