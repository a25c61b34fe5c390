internal import ErlangTerms
internal import ReleaseDiffs

/// Finds another version of ERTS, of the applications that every node runs, or of Elixir.
struct RuntimeChangeCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.runtime.map { change in
                Finding(
                    "runtime-changed", .error, place: "up from \(base.diff.baseVersion)",
                    "\(change.name) changes from \(change.base ?? "none") to \(change.target ?? "none")",
                    advice: "build both releases with the same Erlang/OTP and Elixir, or restart into the new release")
            }
        }
    }
}
