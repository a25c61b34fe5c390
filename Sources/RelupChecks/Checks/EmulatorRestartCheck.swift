internal import ErlangTerms
internal import Relups

/// Finds scripts that restart the emulator, and what they would do after it.
struct EmulatorRestartCheck: ScriptCheck {
    static let restarts = FindingKind(
        "emulator-restarts", .error,
        "The script stops the emulator and starts it again: `restart_emulator` or `restart_new_emulator`.",
        advice: "take the instruction out of the appup that has it, or restart into the target release")
    static let neverRun = FindingKind(
        "never-run", .error,
        "Instructions come after `restart_emulator`, where they never run.",
        advice: "move restart_emulator to the end of the script")
    static let kinds = [restarts, neverRun]

    func findings(in script: CheckedScript) -> [Finding] {
        var findings: [Finding] = []
        var restart: Int?
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .restartEmulator, .restartNewEmulator:
                findings.append(
                    script.finding(
                        Self.restarts, at: index, "'\(script.instructions[index].atom?.name ?? "")' restarts the node"))
                if case .restartEmulator = step { restart = restart ?? index }
            default: break
            }
        }
        if let restart, restart + 1 < script.steps.count {
            let count = script.steps.count - restart - 1
            findings.append(
                script.finding(
                    Self.neverRun, at: restart + 1,
                    "\(count) instruction\(count == 1 ? " is" : "s are") never run: the node restarts before"))
        }
        return findings
    }
}
