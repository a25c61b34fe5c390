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
        /// The modules whose processes are suspended when the step is done, the first `shownCount` of them; a list of
        /// all at each step would grow with the square of their number.
        let suspended: [Atom]
        /// How many there are.
        let suspendedCount: Int
        /// Whether others were suspended before the step.
        let changesSuspended: Bool

        /// `a, b, c`, with the number of those that are not shown.
        var suspendedText: String {
            let names = suspended.map(\.name).joined(separator: ", ")
            let rest = suspendedCount - suspended.count
            return rest == 0 ? names : "\(names) and \(rest) more"
        }
    }

    /// How many suspended modules a step shows.
    static let shownCount = 50

    let steps: [Step]
    let freeze: ScriptFreeze?

    /// The timeline of a relup's script, or of an appup's, which has no point of no return and is all `after`.
    init(_ instructions: [ErlangTerm]) {
        var suspended = SuspendedModules()
        let instructions = instructions.map(LowLevelInstruction.init)
        freeze = ScriptFreeze(instructions)
        var phase = instructions.contains(.pointOfNoReturn) ? Phase.before : .after
        steps = instructions.enumerated().map { index, instruction in
            let isPoint = instruction == .pointOfNoReturn && phase == .before
            var isChanged = false
            for module in instruction.suspendedModules where suspended.append(module) { isChanged = true }
            for module in instruction.resumedModules where suspended.remove(module) { isChanged = true }
            defer { if isPoint { phase = .after } }
            let term = instruction.term
            return Step(
                number: index + 1, phase: isPoint ? .pointOfNoReturn : phase,
                name: (term.atom ?? term.tuple?.first?.atom)?.name ?? "", text: InstructionText.text(instruction),
                suspended: suspended.first(Self.shownCount), suspendedCount: suspended.count,
                changesSuspended: isChanged)
        }
    }
}

/// Modules in the order in which they were suspended: a list in which each knows its neighbours, so that one in the
/// middle can be taken out at once.
private struct SuspendedModules {
    private struct Link {
        let module: Atom
        var previous: Int?
        var next: Int?
    }

    private var links: [Link] = []
    private var places: [Atom: Int] = [:]
    private var head: Int?
    private var tail: Int?

    var count: Int { places.count }

    /// Returns false if the module is there already.
    mutating func append(_ module: Atom) -> Bool {
        guard places[module] == nil else { return false }
        let place = links.count
        places[module] = place
        links.append(Link(module: module, previous: tail))
        if let tail { links[tail].next = place } else { head = place }
        tail = place
        return true
    }

    /// Returns false if the module is not there.
    mutating func remove(_ module: Atom) -> Bool {
        guard let place = places.removeValue(forKey: module) else { return false }
        let link = links[place]
        if let previous = link.previous { links[previous].next = link.next } else { head = link.next }
        if let next = link.next { links[next].previous = link.previous } else { tail = link.previous }
        return true
    }

    func first(_ limit: Int) -> [Atom] {
        var modules: [Atom] = []
        var place = head
        while modules.count < limit, let current = place {
            modules.append(links[current].module)
            place = links[current].next
        }
        return modules
    }
}
