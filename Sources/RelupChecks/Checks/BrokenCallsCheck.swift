internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds calls in the target release of functions that it no longer has.
struct BrokenCallsCheck: UpgradeCheck {
    static let broken = FindingKind(
        "broken-call", .warning,
        "A module of the target release calls a function that the base release had. The target release lacks it, or "
            + "has it with another number of arguments: the call fails with `undef`.",
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
