internal import ErlangTerms
internal import Relups

/// A script as people read it: what is done before the point of no return and what after, and whose processes are
/// suspended when.
struct ScriptTimeline {
    enum Phase: String {
        /// A failure here ends the upgrade, and the node goes on.
        case before
        case pointOfNoReturn = "point of no return"
        /// A failure here restarts the node.
        case after
    }

    struct Step {
        /// Counted from 1.
        let number: Int
        let phase: Phase
        /// The name of the instruction.
        let name: String
        let text: String
        /// The modules whose processes are suspended when the step is done.
        let suspended: [String]
    }

    let steps: [Step]
    let freeze: ScriptFreeze?

    /// The timeline of a relup's script, or of an appup's, which has no point of no return and is all `after`.
    init(_ instructions: [ErlangTerm]) {
        var suspended: [Atom] = []
        let instructions = instructions.map(LowLevelInstruction.init)
        freeze = ScriptFreeze(instructions)
        var phase = instructions.contains(.pointOfNoReturn) ? Phase.before : .after
        steps = instructions.enumerated().map { index, instruction in
            let isPoint = instruction == .pointOfNoReturn && phase == .before
            for module in instruction.suspendedModules where !suspended.contains(module) { suspended.append(module) }
            let resumed = Set(instruction.resumedModules)
            suspended.removeAll(where: resumed.contains)
            defer { if isPoint { phase = .after } }
            let term = instruction.term
            return Step(
                number: index + 1, phase: isPoint ? .pointOfNoReturn : phase,
                name: (term.atom ?? term.tuple?.first?.atom)?.name ?? "", text: InstructionText.text(instruction),
                suspended: suspended.map(\.name))
        }
    }
}
