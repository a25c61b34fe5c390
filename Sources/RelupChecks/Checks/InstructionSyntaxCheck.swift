internal import ErlangTerms
internal import Relups

/// Finds instructions that release_handler does not know, or not in their place.
struct InstructionSyntaxCheck: ScriptCheck {
    static let unknown = FindingKind(
        "unknown-instruction", .error,
        "release_handler does not know an instruction, or does not know this shape of it. High-level instructions, "
            + "such as `load_module`, belong in appups.",
        advice: "correct the instruction, or put it into an appup and make the relup again")
    static let illegalAfter = FindingKind(
        "illegal-after-point-of-no-return", .error,
        "`load_object_code` and `restart_new_emulator` are not allowed after the point of no return: release_handler "
            + "returns `illegal_instruction_after_point_of_no_return`.",
        advice: "move the instruction before point_of_no_return")
    static let changeBefore = FindingKind(
        "change-before-point-of-no-return", .error,
        "An instruction that changes the node comes before the point of no return. check_install_release runs it, "
            + "too, and nothing takes it back if a later check fails. A call of `run/1` with the loads directly "
            + "before it does not count: it is a check of your own.",
        advice: "move the instruction after point_of_no_return")
    static let kinds = [unknown, illegalAfter, changeBefore]

    func findings(in script: CheckedScript) -> [Finding] {
        let limit = script.pointOfNoReturn
        let isForCall = Self.loadsForCalls(script.steps)
        return script.steps.enumerated().compactMap { index, step in
            let isAfter = limit.map { index > $0 } ?? false
            switch step {
            case .unknown:
                return script.finding(
                    Self.unknown, at: index, "\(shown(script, index)) is not an instruction of a relup")
            case .loadObjectCode where isAfter, .restartNewEmulator where isAfter && index > 0:
                return script.finding(
                    Self.illegalAfter, at: index, "\(shown(script, index)) is not allowed after point_of_no_return")
            case .load, .remove, .purge, .suspend, .resume, .codeChange, .stop, .start:
                guard let limit, index < limit, !isForCall[index] else { return nil }
                return script.finding(
                    Self.changeBefore, at: index, "\(shown(script, index)) is run before point_of_no_return")
            default: return nil
            }
        }
    }

    /// For each instruction, whether it is one of the loads directly before a call of `run/1` whose module they load.
    private static func loadsForCalls(_ steps: [LowLevelInstruction]) -> [Bool] {
        var isForCall = Array(repeating: false, count: steps.count)
        var start = 0
        for (end, step) in steps.enumerated() where step.loadedModule == nil {
            if case .apply(let call) = step, call.calls(call.module, "run"), call.arguments.count == 1,
                steps[start..<end].contains(where: { $0.loadedModule == call.module })
            {
                for index in start..<end { isForCall[index] = true }
            }
            start = end + 1
        }
        return isForCall
    }

    private func shown(_ script: CheckedScript, _ index: Int) -> String {
        let text = TermTextPrinter.line(of: script.instructions[index])
        return text.count > 80 ? "\(text.prefix(80))…" : text
    }
}
