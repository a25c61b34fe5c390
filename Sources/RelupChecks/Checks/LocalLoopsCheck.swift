internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds modules with a loop that keeps its process in the old code.
struct LocalLoopsCheck: ScriptCheck {
    static let stays = FindingKind(
        "stays-in-old-code", .warning,
        "A function of a changed or removed module waits for something, and calls itself, directly or through others, "
            + "by its local name. A process in it stays in the old code. The next load of the module, such as that of "
            + "the downgrade, kills the process or, with soft_purge, is refused with {old_processes, Module}.",
        advice: "call the loop by its full name, as ?MODULE:loop(State), or restart its processes in the upgrade")
    static let kinds = [stays]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let suspended = script.places(\.suspendedModules)
        return script.calledModulesBefore.compactMap { module in
            guard let loops = module.localLoops.value, let first = loops.first else { return nil }
            // sys resumes such a process by a call of system_continue/3 in the new code.
            if module.isSpecialProcess, suspended[module.name] != nil { return nil }
            let others = loops.count == 1 ? "" : " and \(loops.count - 1) more"
            return script.finding(
                Self.stays, module.name.name, "a process in '\(module.name)':\(first)\(others) stays in the old code")
        }
    }
}
