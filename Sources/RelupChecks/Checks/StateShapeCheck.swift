internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds processes whose state has another shape in the new code and is not converted.
struct StateShapeCheck: ScriptCheck {
    static let notConverted = FindingKind(
        "state-not-converted", .warning,
        "The state that a module's `init` returns, or its struct, has a different shape than before, but the script "
            + "converts no state, or the module's `code_change` is the default one, which changes nothing.",
        advice: "write a code_change that makes the new state from the old one and back, and update the module with it")
    static let noConversion = FindingKind(
        "code-change-not-called", .warning,
        "The processes of a module are suspended while its code is loaded, and the module has a `code_change` of its "
            + "own or is a supervisor with other children, but the script has no code_change for it.",
        advice: "use {update, Module, {advanced, []}} in the appup unless the state stays as it is")
    static let kinds = [notConverted, noConversion]

    func findings(in script: CheckedScript) -> [Finding] {
        let converted = script.places(\.convertedModules)
        let suspended = script.places(\.suspendedModules)
        if script.restartsEmulator { return [] }
        return script.diff.applications.flatMap(\.changedModules).compactMap { change in
            if change.target.isSupervisor {
                let isMissing =
                    suspended[change.name] != nil && converted[change.name] == nil
                    && change.base.supervision != change.target.supervision
                return isMissing
                    ? script.finding(
                        Self.noConversion, change.name.name, "the supervisor '\(change.name)' keeps its old children")
                    : nil
            }
            guard Self.hasProcesses(change.target), !Self.changesBehaviour(change, script) else { return nil }
            let hasOwn = change.target.convertsState
            if Self.isUnconverted(change, isCalled: converted[change.name] != nil) {
                return script.finding(
                    Self.notConverted, change.name.name,
                    converted[change.name] == nil
                        ? "the state of '\(change.name)' has another shape and is not converted"
                        : "the state of '\(change.name)' has another shape and its code_change changes nothing")
            }
            if suspended[change.name] != nil, hasOwn, converted[change.name] == nil {
                return script.finding(
                    Self.noConversion, change.name.name, "the code_change of '\(change.name)' is not called")
            }
            return nil
        }
    }

    /// Whether the check reports that a state has another shape and is not converted. `isCalled` says whether the
    /// script calls code_change.
    static func isUnconverted(_ change: ApplicationDiff.ModuleChange, isCalled: Bool) -> Bool {
        !change.target.isSupervisor && hasProcesses(change.target) && differ(change.base, change.target)
            && !(isCalled && change.target.convertsState)
    }

    /// Whether processes run the module's callbacks.
    static func hasProcesses(_ facts: ModuleFacts) -> Bool {
        !facts.codeChanges.isEmpty || !facts.processKinds.isEmpty
            || facts.exports("init", 1) && facts.exports("handle_call", 3)
    }

    /// Whether BehaviourChangeCheck reports that the processes do not fit the code at all.
    private static func changesBehaviour(_ change: ApplicationDiff.ModuleChange, _ script: CheckedScript) -> Bool {
        script.isUp
            ? BehaviourChangeCheck.behaviourDiffers(change.base, change.target)
            : BehaviourChangeCheck.behaviourDiffers(change.target, change.base)
    }

    /// Whether the state has another shape, as far as both are seen.
    private static func differ(_ base: ModuleFacts, _ target: ModuleFacts) -> Bool {
        if let old = base.structKeys?.value, let new = target.structKeys?.value, old != new { return true }
        guard let old = base.stateShape?.value, let new = target.stateShape?.value else { return false }
        return old != new
    }
}

extension ModuleFacts {
    /// Whether the module has a callback that changes the state.
    var convertsState: Bool { codeChanges.contains { !$0.isIdentity } }
}
