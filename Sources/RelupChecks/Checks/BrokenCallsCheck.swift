internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds calls in the target release of functions that it no longer has.
struct BrokenCallsCheck: UpgradeCheck {
    static let broken = FindingKind(
        "broken-call", .warning,
        "A module of the new release calls a function that the old release had and the new one does not have, or not "
            + "with that number of arguments: `undef`, as soon as it is called.",
        advice: "correct the call, or keep the function")
    static let kinds = [broken]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.brokenCalls.map { call in
                let function = "\(call.function.module):\(call.function.name)/\(call.function.arity)"
                return Finding(
                    Self.broken, at: "\(ScriptDirection.up.script(of: base.diff.baseVersion)): \(call.caller)",
                    "'\(call.caller)' of '\(call.application)' calls '\(function)', which is gone")
            }
        }
    }
}
