internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds what the start of an application does but an upgrade does not.
struct StartsCheck: ScriptCheck {
    static let notRun = FindingKind(
        "start-not-run", .warning,
        "`start/2` of an application does something else than before. An upgrade does not run it: what it sets up is "
            + "missing, and what it no longer sets up is still there.",
        advice: "do the same in the appup, with an apply or an instruction of your own")
    static let otherTop = FindingKind(
        "top-supervisor-changes", .error,
        "`start/2` of an application starts another top process than before. An upgrade does not replace it.",
        advice: "restart the application in its appup, or restart into the target release")
    static let environment = FindingKind(
        "environment-set-by-code", .warning,
        "Code sets an application's environment when it starts. install_release sets the environment only from `.app` "
            + "and `sys.config`: these values are gone, and nothing sets them again until the node restarts.",
        advice: "set the keys again in the appup with an apply, or read them from another place")
    static let kinds = [notRun, otherTop, environment]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let (from, to) =
            script.isUp
            ? (script.diff.baseStarts, script.diff.targetStarts) : (script.diff.targetStarts, script.diff.baseStarts)
        return changedStarts(from, to, script) + environment(to, script)
    }

    private func changedStarts(_ from: ReleaseStarts, _ to: ReleaseStarts, _ script: CheckedScript) -> [Finding] {
        let before = Dictionary(from.applications.map { ($0.application, $0) }, uniquingKeysWith: { first, _ in first })
        return to.applications.flatMap { application -> [Finding] in
            guard let old = before[application.application], isStarted(application.application, script) else {
                return []
            }
            var findings: [Finding] = []
            if case .known(let first) = old.start, case .known(let second) = application.start, first != second {
                findings.append(
                    script.finding(
                        Self.otherTop, application.application.name,
                        "'\(first.function)' started the top process of '\(application.application)', now "
                            + "'\(second.function)' does"))
            }
            if old.module == application.module, let oldFacts = script.before[old.module],
                let newFacts = script.after[application.module], oldFacts.startEffects != newFacts.startEffects
            {
                findings.append(
                    script.finding(
                        Self.notRun, application.module.name,
                        "start/2 of '\(application.module)' \(Self.difference(oldFacts, newFacts))"))
            }
            return findings
        }
    }

    /// What one `start/2` calls and the other does not.
    private static func difference(_ old: ModuleFacts, _ new: ModuleFacts) -> String {
        guard case .known(let before)? = old.startEffects, case .known(let after)? = new.startEffects else {
            return "changed, and cannot be read from its code"
        }
        func calls(_ effects: Effects) -> Set<String> {
            Set(effects.effects.map { "'\($0.function)'" } + effects.unknownCalls.map { "'\($0)'" })
        }
        let (gone, come) = (calls(before).subtracting(calls(after)), calls(after).subtracting(calls(before)))
        if let first = come.min() { return "calls \(first)\(come.count > 1 ? " and more" : "") now" }
        if let first = gone.min() { return "does not call \(first)\(gone.count > 1 ? " and more" : "") any more" }
        return "makes the same calls with other arguments"
    }

    private func environment(_ starts: ReleaseStarts, _ script: CheckedScript) -> [Finding] {
        starts.environment.compactMap { write in
            guard isStarted(write.application, script) else { return nil }
            guard case .known(let calls) = write.atStart else {
                return script.finding(
                    Self.environment, write.module.name, "'\(write.module)' sets environment, perhaps when it starts")
            }
            if calls.isEmpty { return nil }
            let keys = calls.map { call in
                call.arguments.prefix(2).map { TermTextPrinter.line(of: $0) }.joined(separator: " ")
            }
            return script.finding(
                Self.environment, write.module.name,
                "'\(write.module)' sets \(keys.prefix(5).joined(separator: ", ")) when '\(write.application)' starts")
        }
    }

    private func isStarted(_ application: Atom, _ script: CheckedScript) -> Bool {
        [script.from, script.to].allSatisfy { $0.release[application]?.type.isStarted ?? false }
    }
}
