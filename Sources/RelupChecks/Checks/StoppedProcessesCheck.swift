internal import ErlangTerms
internal import Relups

/// Finds processes that are stopped and not started again.
struct StoppedProcessesCheck: ScriptCheck {
    static let notStarted = FindingKind(
        "not-started", .error,
        "Processes of a module are stopped and no `start` follows: they are missing until the node restarts.",
        advice: "start the module after its code is changed")
    static let notStopped = FindingKind(
        "started-not-stopped", .warning,
        "`start` only starts what a `stop` of the same script has stopped; here there is none.",
        advice: "stop the module before its code is changed, or start its child with supervisor:start_child/2")
    static let kinds = [notStarted, notStopped]

    func findings(in script: CheckedScript) -> [Finding] {
        var stopped: [Atom: Int] = [:]
        var findings: [Finding] = []
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .stop(let modules): for module in modules { stopped[module] = index }
            case .start(let modules):
                for module in modules where stopped.removeValue(forKey: module) == nil {
                    findings.append(
                        script.finding(Self.notStopped, at: index, "'\(module)' is started, but not stopped before"))
                }
            default: break
            }
        }
        return findings
            + stopped.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { module, index in
                script.finding(Self.notStarted, at: index, "'\(module)' is stopped and not started again")
            }
    }
}
