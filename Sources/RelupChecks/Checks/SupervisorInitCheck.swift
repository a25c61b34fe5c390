internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds supervisors whose `init/1` does more than specify children, if a script makes it run again.
struct SupervisorInitCheck: ScriptCheck {
    static let fails = FindingKind(
        "supervisor-init-fails", .error,
        "`{update, Module, supervisor}` runs `init/1` of a supervisor again, which makes a table with a name or "
            + "registers a process. It exists already: `init/1` fails, and after the point of no return the node "
            + "restarts.",
        advice:
            "move this to a child or to start/2 in a release that you restart into, or load the module only, if its "
            + "children and flags stay the same")
    static let repeats = FindingKind(
        "supervisor-init-repeats", .warning,
        "`{update, Module, supervisor}` runs `init/1` of a supervisor again, which starts processes, subscribes, or "
            + "changes something else outside: it happens twice.",
        advice: "find out what happens when it is done again, or move it out of init/1")
    static let notSeen = FindingKind(
        "supervisor-init-not-seen", .warning,
        "`{update, Module, supervisor}` runs `init/1` of a supervisor again, and its code does not show all that it "
            + "does.",
        advice: "make sure that these functions can be called again and do not fail then")
    static let kinds = [fails, repeats, notSeen]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        var met: Set<Atom> = []
        return script.steps.flatMap(\.convertedModules).filter { met.insert($0).inserted }.flatMap {
            module -> [Finding] in
            // The new code is loaded before its init/1 runs, up and down.
            guard let facts = script.after[module], facts.isSupervisor, let effects = facts.initEffects else {
                return []
            }
            guard case .known(let known) = effects else {
                return [script.finding(Self.notSeen, module.name, "what init/1 of '\(module)' does cannot be read")]
            }
            var findings: [Finding] = []
            let failing = known.effects.filter(\.failsAgain)
            if !failing.isEmpty {
                findings.append(
                    script.finding(Self.fails, module.name, "init/1 of '\(module)' calls \(Self.list(failing)) again"))
            } else if !known.effects.isEmpty {
                findings.append(
                    script.finding(
                        Self.repeats, module.name, "init/1 of '\(module)' calls \(Self.list(known.effects)) again"))
            }
            if !known.unknownCalls.isEmpty {
                let calls = known.unknownCalls.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
                let more = known.unknownCalls.count > 5 ? " and \(known.unknownCalls.count - 5) more" : ""
                findings.append(
                    script.finding(Self.notSeen, module.name, "init/1 of '\(module)' calls \(calls)\(more) again"))
            }
            return findings
        }
    }

    private static func list(_ calls: [Call]) -> String {
        let names = calls.prefix(5).map { call in
            "'\(call.function)'" + (call.namedTable.map { " (\($0))" } ?? "")
        }
        return names.joined(separator: ", ") + (calls.count > 5 ? " and \(calls.count - 5) more" : "")
    }
}

extension Call {
    /// Whether the call fails if it is repeated while its first result exists.
    fileprivate var failsAgain: Bool {
        namedTable != nil || function == ExternalFunction("erlang", "register", 2)
            || function == ExternalFunction("Elixir.Process", "register", 2)
    }
}
