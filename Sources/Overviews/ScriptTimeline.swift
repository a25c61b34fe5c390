internal import ErlangTerms
internal import RelupRuntime
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
        let kind: Kind
        let instruction: LowLevelInstruction
        /// The modules whose processes are suspended when the step is done, the first `shownCount` of them; a list of
        /// all at each step would grow with the square of their number.
        let suspended: [Atom]
        /// How many there are.
        let suspendedCount: Int
        /// Whether others were suspended before the step.
        let changesSuspended: Bool

        /// The name of the instruction.
        var name: String { (instruction.term.atom ?? instruction.term.tuple?.first?.atom)?.name ?? "" }

        var text: String { InstructionText.text(instruction) }

        /// What it is for, if it runs one of our modules.
        var purpose: String? {
            instruction.runModule.flatMap { module in
                RunnableInstruction.all.first { $0.module == module || $0.moduleOfEdeliver == module }?.purpose
            }
        }

        /// `a, b, c`, with the number of those that are not shown.
        var suspendedText: String {
            let names = suspended.map(\.name).joined(separator: ", ")
            let rest = suspendedCount - suspended.count
            return rest == 0 ? names : "\(names) and \(rest) more"
        }
    }

    /// What an instruction does: one after the other that does the same may be told together.
    enum Kind: String, CaseIterable {
        /// Loads a module that the relup carries along, and removes it at the end.
        case carry, drop
        case read, load, remove, suspend, resume, convert, call, point, other
    }

    /// A part of the script: before the point of no return, the point itself, and what follows.
    struct Part {
        let title: String
        /// What a failure in it means, or how long it takes.
        let note: String
        let runs: [Run]
    }

    /// Steps that do the same, one after the other.
    struct Run {
        let kind: Kind
        let steps: ArraySlice<Step>

        /// Whether a reader wants to see the run rather than its steps.
        var isLong: Bool {
            isOfRelup || steps.count > ScriptTimeline.stepCount
                || kind != .other
                    && steps.reduce(0) { $0 + $1.instruction.namedModules.count } > ScriptTimeline.moduleCount
        }

        /// Whether the steps are only there so that others can be done.
        var isOfRelup: Bool { kind == .carry || kind == .drop }

        /// `load 1,476 modules: A, B, C and 1,473 more`.
        var title: String {
            var named: Set<Atom> = []
            let modules = steps.flatMap(\.instruction.namedModules).filter { named.insert($0).inserted }
            let count = ShownName.counted(modules.count, "module")
            let what: String =
                switch kind {
                case .carry: "load \(count) that the relup carries"
                case .drop: "remove what the relup carried"
                case .read: "read the code of \(count)"
                case .suspend: "suspend processes of \(count)"
                case .resume: "resume processes of \(count)"
                case .convert: "convert the state of \(count)"
                case .load, .remove, .call, .point, .other: "\(kind.rawValue) \(count)"
                }
            return kind == .drop ? what : "\(what): \(ShownName.some(modules))"
        }
    }

    /// How many suspended modules a step shows.
    static let shownCount = 50
    /// How many steps of one kind are shown one by one.
    static let stepCount = 6
    /// How many modules steps of one kind name if they are shown one by one.
    static let moduleCount = 20

    let steps: [Step]
    let freeze: ScriptFreeze?

    /// The timeline of a relup's script, or of an appup's, which has no point of no return and is all `after`.
    init(_ instructions: [ErlangTerm]) {
        var suspended = SuspendedModules()
        let instructions = instructions.map(LowLevelInstruction.init)
        let carried = Set(instructions.compactMap { $0.call?.carriedModule })
        freeze = ScriptFreeze(instructions)
        var phase = instructions.contains(.pointOfNoReturn) ? Phase.before : .after
        steps = instructions.enumerated().map { index, instruction in
            let isPoint = instruction == .pointOfNoReturn && phase == .before
            var isChanged = false
            for module in instruction.suspendedModules where suspended.append(module) { isChanged = true }
            for module in instruction.resumedModules where suspended.remove(module) { isChanged = true }
            defer { if isPoint { phase = .after } }
            return Step(
                number: index + 1, phase: isPoint ? .pointOfNoReturn : phase,
                kind: isPoint ? .point : Kind(instruction, carried: carried), instruction: instruction,
                suspended: suspended.first(Self.shownCount), suspendedCount: suspended.count,
                changesSuspended: isChanged)
        }
    }

    /// The parts in order, none of them empty.
    var parts: [Part] {
        guard let point = steps.firstIndex(where: { $0.phase == .pointOfNoReturn }) else {
            return steps.isEmpty ? [] : [part("instructions", freeze?.text ?? "", steps.indices)]
        }
        let start = max(point + 1, freeze.map { $0.first - 1 } ?? steps.count)
        let end = max(start, freeze?.last ?? 0)
        return [
            part("before the point of no return", "a failure ends the upgrade, and the node goes on", 0..<point),
            part("point of no return", "from here on, a failure restarts the node", point..<point + 1),
            part("after it", "nothing waits", point + 1..<start),
            part("while something waits", freeze?.text ?? "", start..<end),
            part("at the end", "everything runs again", end..<steps.count),
        ].filter { !$0.runs.isEmpty }
    }

    private func part(_ title: String, _ note: String, _ range: Range<Int>) -> Part {
        var runs: [Run] = []
        var start = range.lowerBound
        for index in range {
            guard index + 1 == range.upperBound || !steps[index + 1].continues(steps[index]) else { continue }
            runs.append(Run(kind: steps[index].kind, steps: steps[start...index]))
            start = index + 1
        }
        return Part(title: title, note: note, runs: runs)
    }
}

extension ScriptTimeline.Step {
    fileprivate func continues(_ step: ScriptTimeline.Step) -> Bool {
        kind == step.kind && kind != .call && kind != .other
    }
}

extension ScriptTimeline.Kind {
    /// `carried` are the modules that the script brings along.
    fileprivate init(_ instruction: LowLevelInstruction, carried: Set<Atom>) {
        let modules = instruction.namedModules
        let areCarried = !modules.isEmpty && modules.allSatisfy(carried.contains)
        switch instruction {
        case .loadObjectCode: self = .read
        case .load: self = .load
        case .remove, .purge: self = areCarried ? .drop : .remove
        case .suspend: self = .suspend
        case .resume: self = .resume
        case .codeChange: self = .convert
        case .apply(let call): self = call.carriedModule == nil ? .call : .carry
        case .unknown(let term):
            switch term.tuple?.first?.atom?.name {
            case "load_module", "add_module": self = .load
            case "delete_module": self = .remove
            case "update": self = .convert
            default: self = .other
            }
        case .pointOfNoReturn, .restartEmulator, .restartNewEmulator, .stop, .start, .syncNodes: self = .other
        }
    }
}

extension LowLevelInstruction {
    /// The modules that the instruction is about.
    fileprivate var namedModules: [Atom] {
        switch self {
        case .loadObjectCode(let code): code.modules
        case .load(let module, _), .remove(let module, _): [module]
        case .purge(let modules), .resume(let modules), .stop(let modules), .start(let modules): modules
        case .suspend, .codeChange: suspendedModules + convertedModules
        case .apply(let call): call.carriedModule.map { [$0] } ?? []
        case .unknown(let term): (term.tuple?.dropFirst().first?.atom).map { [$0] } ?? []
        case .pointOfNoReturn, .restartEmulator, .restartNewEmulator, .syncNodes: []
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
