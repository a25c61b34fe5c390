internal import ErlangTerms

/// Finds scripts that restart the emulator.
struct EmulatorRestartCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.ways.flatMap { way in
            way.instructions.enumerated().compactMap { index, instruction in
                guard let name = instruction.atom, name == "restart_emulator" || name == "restart_new_emulator" else {
                    return nil
                }
                return Finding(
                    "emulator-restarts", .error, place: "\(way.place): instruction \(index + 1)",
                    "'\(name)' stops the node and starts it anew",
                    advice: "take it out of the appup that asks for it, or restart into the new release")
            }
        }
    }
}
