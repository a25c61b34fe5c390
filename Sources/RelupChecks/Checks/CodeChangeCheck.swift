internal import BeamFiles
internal import ErlangTerms
internal import Releases
internal import Relups

/// Finds state conversions that do nothing, or run in the wrong code.
struct CodeChangeCheck: ScriptCheck {
    static let notSuspended = FindingKind(
        "code-change-not-suspended", .error,
        "`code_change` converts only the state of processes that are suspended. Others keep their old state, and "
            + "release_handler says nothing.",
        advice: "suspend the module before its code is changed, and resume it afterwards")
    static let wrongCode = FindingKind(
        "code-change-in-wrong-code", .error,
        "The newer code of a module knows how to convert its state, but it is loaded only after the `code_change` of "
            + "an upgrade. A supervisor's code is loaded before it in both directions.",
        advice: "put the code_change after the load")
    static let oldCode = FindingKind(
        "code-change-in-old-code", .warning,
        "A downgrade converts a state after the old code was loaded, and the old code seldom knows the new state. "
            + "Appups for modules that are `static` do so.",
        advice: "put the code_change before the load, unless the old code knows the new state: update it as dynamic")
    static let wrongMode = FindingKind(
        "code-change-wrong-way", .error,
        "`code_change` has the mode `up` in a downgrade or `down` in an upgrade, so the callback gets the wrong "
            + "version.",
        advice: "correct the mode: {code_change, up | down, …}")
    static let twice = FindingKind(
        "code-change-twice", .warning,
        "The state of a module's processes is converted more than once.",
        advice: "take one code_change out, or add a clause that accepts the new state")
    static let missing = FindingKind(
        "code-change-missing", .error,
        "A script converts the state of a module, and the code that is loaded then does not export the callback: "
            + "code_change/3, code_change/4 of a gen_statem, system_code_change/4 of a special process. The call fails "
            + "after the point of no return.",
        advice: "export the callback, or use {load_module, Module} in the appup if the state stays as it is")
    static let kinds = [notSuspended, wrongCode, oldCode, wrongMode, twice, missing]

    func findings(in script: CheckedScript) -> [Finding] {
        var suspended: Set<Atom> = []
        var changed: Set<Atom> = []
        var findings = missingCallbacks(in: script)
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .suspend: suspended.formUnion(step.suspendedModules)
            case .resume(let modules): suspended.subtract(modules)
            case .codeChange(let direction, let changes):
                let direction = direction ?? .up
                if direction != script.direction {
                    findings.append(script.finding(Self.wrongMode, at: index, "the mode is '\(direction.rawValue)'"))
                }
                for module in changes.map(\.module) {
                    if !suspended.contains(module) {
                        findings.append(
                            script.finding(Self.notSuspended, at: index, "'\(module)' is not suspended at this point"))
                    }
                    if !changed.insert(module).inserted {
                        findings.append(
                            script.finding(Self.twice, at: index, "the state of '\(module)' is converted once more"))
                    }
                    let loads = script.loads(of: module)
                    let isLast = script.isUp || script.isSupervisor(module)
                    if isLast, let last = loads.last, last > index {
                        findings.append(
                            script.finding(
                                Self.wrongCode, at: index, "the state of '\(module)' is converted before its load"))
                    } else if !isLast, let first = loads.first, first < index {
                        findings.append(
                            script.finding(
                                Self.oldCode, at: index, "the state of '\(module)' is converted by the old code"))
                    }
                }
            default: break
            }
        }
        return findings
    }

    /// Findings about modules that lack the callback. If the processes have another behaviour than the code,
    /// BehaviourChangeCheck reports it.
    private func missingCallbacks(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        return script.converters.sorted { $0.value.index < $1.value.index }.compactMap { module, converter in
            guard let old = script.before[module], let new = script.after[module],
                !BehaviourChangeCheck.behaviourDiffers(old, new)
            else { return nil }
            let code = converter.isNew ? new : old
            let callbacks = Set(old.processKinds.compactMap(\.codeChange))
            guard let missing = callbacks.sorted().first(where: { !code.exports.contains($0) }) else { return nil }
            let version = (converter.isNew ? script.to : script.from).release.version.text
            return script.finding(
                Self.missing, at: converter.index, "'\(module)' of \(version) does not export \(missing)")
        }
    }
}
