internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds modules that are not in the right state after the script.
struct ModuleCoverageCheck: ScriptCheck {
    static let notCovered = FindingKind(
        "module-not-covered", .error,
        "A module differs between the releases, but no instruction loads or removes it. The upgrade succeeds and the "
            + "old code keeps running.",
        advice: "give it a load_module, update, add_module or delete_module in the application's appup")
    static let needed = FindingKind(
        "needed-module-removed", .error,
        "The script removes a module, or makes its code old, although the release that it leads to still has the "
            + "module.",
        advice: "take the remove out, or load the module after it")
    static let kinds = [notCovered, needed]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        var code = LoadedCode(script)
        for step in script.steps { code.run(step) }
        var findings: [Finding] = []
        for application in script.diff.applications {
            let modules = application.modules
            let (gained, lost) = script.isUp ? (modules.added, modules.removed) : (modules.removed, modules.added)
            let new = Set(gained)
            for module in (gained + modules.changed).sorted() where code[module] != .new {
                let state = code[module] == .none && !new.contains(module) ? "is removed" : "is not loaded"
                findings.append(
                    script.finding(
                        Self.notCovered, module.name, "'\(module)' of '\(application.name)' differs and \(state)"))
            }
            for module in lost where code[module] != .none && !script.to.modules.contains(module) {
                findings.append(
                    script.finding(
                        Self.notCovered, module.name,
                        "'\(module)' of '\(application.name)' is gone in \(script.to.version) and is not removed"))
            }
        }
        for module in code.removed.sorted() where script.to.modules.contains(module) && script.after[module] == nil {
            findings.append(
                script.finding(Self.needed, module.name, "'\(module)' is removed, and \(script.to.version) has it"))
        }
        return findings
    }
}
