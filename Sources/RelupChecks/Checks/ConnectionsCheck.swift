internal import ErlangTerms

/// Finds acceptors and channels that instructions which run on the node suspend and none resumes.
struct ConnectionsCheck: ScriptCheck {
    static let notResumed = FindingKind(
        "connections-not-resumed", .error,
        "The script suspends acceptors or channels, and does not resume them: the node takes no connection any more, or "
            + "answers nothing on those that it has.",
        advice: "add the instruction ResumeRanchAcceptors or ResumeChannels at the end")
    static let kinds = [notResumed]

    func findings(in way: Way) -> [Finding] {
        if way.restartsEmulator { return [] }
        return ["acceptors", "channels"].compactMap { what in
            guard let suspend = way.calls.last(where: { $0.call.isInstruction("suspend", what) }),
                !way.calls.contains(where: { $0.index > suspend.index && $0.call.isInstruction("resume", what) })
            else { return nil }
            return way.finding(Self.notResumed, at: suspend.index, "\(what) are suspended and not resumed")
        }
    }
}

extension ScriptInstruction.Call {
    /// Whether this calls an instruction that suspends or resumes acceptors or channels, edeliver's or our own: its
    /// module's name, or its function's, ends with both words.
    func isInstruction(_ verb: String, _ object: String) -> Bool {
        [module.name, function.name].contains { name in
            let name = name.lowercased().filter { $0 != "_" }
            return name.hasSuffix("\(verb)\(object)") || name.hasSuffix("\(verb)ranch\(object)")
        }
    }
}
