internal import ErlangTerms

/// Finds state conversions that do nothing, or run in the wrong code.
struct CodeChangeCheck: ScriptCheck {
    static let notSuspended = FindingKind(
        "code-change-not-suspended", .error,
        "`code_change` converts only the state of processes that are suspended. Others keep their old state, and "
            + "release_handler says nothing.",
        advice: "suspend the module before its code is changed, and resume it afterwards")
    static let wrongCode = FindingKind(
        "code-change-in-wrong-code", .error,
        "The newer code of a module knows how to convert its state. Upwards it has to be loaded before the "
            + "`code_change`, downwards after it; only a supervisor's comes last both ways.",
        advice: "put the code_change on the other side of the load")
    static let wrongMode = FindingKind(
        "code-change-wrong-way", .error,
        "`code_change` has the mode `up` in a downgrade or `down` in an upgrade, so that the callback gets the wrong "
            + "version.",
        advice: "correct the mode: {code_change, up | down, …}")
    static let twice = FindingKind(
        "code-change-twice", .warning,
        "The state of a module's processes is converted more than once.",
        advice: "take one code_change out, or add a clause that accepts the new state")
    static let kinds = [notSuspended, wrongCode, wrongMode, twice]

    func findings(in way: Way) -> [Finding] {
        var suspended: Set<Atom> = []
        var changed: Set<Atom> = []
        var findings: [Finding] = []
        for (index, step) in way.steps.enumerated() {
            switch step {
            case .suspend(let modules): suspended.formUnion(modules)
            case .resume(let modules): suspended.subtract(modules)
            case .codeChange(let isUp, let modules):
                if isUp != way.isUp {
                    findings.append(way.finding(Self.wrongMode, at: index, "the mode is '\(isUp ? "up" : "down")'"))
                }
                for module in modules {
                    if !suspended.contains(module) {
                        findings.append(
                            way.finding(Self.notSuspended, at: index, "'\(module)' is not suspended at this point"))
                    }
                    if !changed.insert(module).inserted {
                        findings.append(
                            way.finding(Self.twice, at: index, "the state of '\(module)' is converted once more"))
                    }
                    let loads = way.loads(of: module)
                    let isLast = way.isUp || way.isSupervisor(module)
                    if isLast ? loads.contains(where: { $0 > index }) : loads.contains(where: { $0 < index }) {
                        let order = isLast ? "before the module is loaded" : "after the module is loaded"
                        findings.append(
                            way.finding(Self.wrongCode, at: index, "the state of '\(module)' is converted \(order)"))
                    }
                }
            default: break
            }
        }
        return findings
    }
}
