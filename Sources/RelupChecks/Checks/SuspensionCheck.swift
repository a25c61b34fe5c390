internal import ErlangTerms
internal import Relups

/// Finds processes that stay suspended, and code that is loaded while they are not suspended.
struct SuspensionCheck: ScriptCheck {
    static let notResumed = FindingKind(
        "not-resumed", .error,
        "Processes are suspended and no `resume` follows: they do not answer until the node restarts.",
        advice: "resume the module after its code is changed, before any restart_emulator")
    static let notSuspended = FindingKind(
        "resumed-not-suspended", .warning,
        "A `resume` names a module that is not suspended at that point, so it does nothing.",
        advice: "suspend the module before its code is changed, or take the resume out")
    static let loadedOutside = FindingKind(
        "loaded-while-running", .error,
        "A module whose processes are suspended for the change is loaded before they are suspended, or after they are "
            + "resumed: for a while they run code that does not fit their state.",
        advice: "load the module between its suspend and its resume")
    static let kinds = [notResumed, notSuspended, loadedOutside]

    func findings(in script: CheckedScript) -> [Finding] {
        var suspended: [Atom: Int] = [:]
        var findings: [Finding] = []
        // Where modules were suspended that are resumed, and, for each load, where its module was.
        var (brackets, loads): ([Atom: Set<Int>], [(module: Atom, index: Int, start: Int?)]) = ([:], [])
        walk: for (index, step) in script.steps.enumerated() {
            switch step {
            case .suspend:
                for module in step.suspendedModules where suspended[module] == nil { suspended[module] = index }
            case .resume(let modules):
                for module in modules {
                    if let start = suspended.removeValue(forKey: module) {
                        brackets[module, default: []].insert(start)
                    } else {
                        findings.append(
                            script.finding(Self.notSuspended, at: index, "'\(module)' is resumed, but not suspended"))
                    }
                }
            case .load(let module, _): loads.append((module, index, suspended[module]))
            case .restartEmulator: break walk
            default: break
            }
        }
        for (module, index) in suspended.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            findings.append(script.finding(Self.notResumed, at: index, "'\(module)' is suspended and not resumed"))
        }
        for (module, index, start) in loads {
            guard let starts = brackets[module], !(start.map(starts.contains) ?? false) else { continue }
            findings.append(
                script.finding(
                    Self.loadedOutside, at: index, "'\(module)' is loaded while its processes are not suspended"))
        }
        return findings
    }
}
