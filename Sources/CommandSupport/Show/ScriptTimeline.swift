internal import ErlangTerms

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

    /// The timeline of a relup's script, or of an appup's, which has no point of no return and is all `after`.
    init(_ instructions: [ErlangTerm]) {
        var suspended: [Atom] = []
        var phase = instructions.contains(.atom("point_of_no_return")) ? Phase.before : .after
        steps = instructions.enumerated().map { index, term in
            let isPoint = term == .atom("point_of_no_return") && phase == .before
            for module in Self.modules(of: "suspend", term) where !suspended.contains(module) {
                suspended.append(module)
            }
            let resumed = Set(Self.modules(of: "resume", term))
            suspended.removeAll(where: resumed.contains)
            defer { if isPoint { phase = .after } }
            return Step(
                number: index + 1, phase: isPoint ? .pointOfNoReturn : phase,
                name: (term.atom ?? term.tuple?.first?.atom)?.name ?? "", text: InstructionText.text(term),
                suspended: suspended.map(\.name))
        }
    }

    private static func modules(of name: Atom, _ term: ErlangTerm) -> [Atom] {
        (term.tagged(name, count: 2)?.last?.list ?? []).compactMap { $0.atom ?? $0.tuple?.first?.atom }
    }
}
