internal import ErlangTerms
internal import Relups

/// Finds acceptors, listeners and channels that runnable instructions suspend and none resumes.
struct ConnectionsCheck: ScriptCheck {
    static let notResumed = FindingKind(
        "connections-not-resumed", .error,
        "The script suspends acceptors, listeners or channels, and does not resume them: the node accepts no more "
            + "connections, or does not answer on those that it has.",
        advice: "resume them at the end: with ResumeRanchAcceptors, ResumeChannels, or whatever undoes the call")
    static let kinds = [notResumed]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let changes = script.calls.compactMap { index, call in ConnectionChange(call).map { (index, $0) } }
        return ConnectionChange.Object.allCases.compactMap { object in
            guard let (index, last) = changes.last(where: { $0.1.object == object }), last.isSuspension else {
                return nil
            }
            return script.finding(Self.notResumed, at: index, "\(object) are suspended and not resumed")
        }
    }
}
