internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// The modules of an application that are loaded, the children that are started and stopped, and which of these must
/// come before which.
struct LoadPlan {
    private let diff: ApplicationDiff
    private var nodes: [Node] = []
    /// For each node, those that come before it.
    private var predecessors: [[Int]] = []
    private var numbers: [Atom: Int] = [:]
    /// The modules that call a module, in the target and, of those that changed, in the base.
    private var callers: [Atom: [Int]] = [:]
    private var formerCallers: [Atom: [Int]] = [:]
    /// The ids that the modules give themselves as children.
    private var childIDs: [Atom: ErlangTerm] = [:]
    private(set) var notes: [AppupNote] = []

    private enum Node {
        case module(Atom, Presence, reason: String)
        /// Calls of a supervisor; `isStop` if they have to come before it is updated.
        case children(AppupStep, isStop: Bool)
    }

    private enum Presence {
        case changed(ModuleInstruction)
        case added
        /// It was there before, but in another application.
        case moved
    }

    /// The plan of an application; `moved` are the modules that were in another one before.
    init(_ diff: ApplicationDiff, moved: Set<Atom>) {
        self.diff = diff
        addModules(moved: moved)
        for module in diff.changedModules { addChildren(of: module) }
    }

    // MARK: - Modules

    /// Adds the modules that are loaded, in the order of their names, and their calls of each other.
    private mutating func addModules(moved: Set<Atom>) {
        var facts: [(ModuleFacts, Presence, String)] = diff.addedModules.map {
            moved.contains($0.name)
                ? ($0, .moved, "the module came from another application") : ($0, .added, "the module is new")
        }
        for module in diff.changedModules {
            let (instruction, reason) = ModuleInstruction.choose(base: module.base, target: module.target)
            facts.append((module.target, .changed(instruction), reason))
            addNotes(module)
        }
        facts.sort { $0.0.name < $1.0.name }
        for (module, presence, reason) in facts {
            numbers[module.name] = nodes.count
            nodes.append(.module(module.name, presence, reason: reason))
        }
        predecessors = facts.map { module, _, _ in module.importedModules.compactMap { numbers[$0] } }
        for (number, (module, _, _)) in facts.enumerated() {
            childIDs[module.name] = module.childID
            for callee in module.importedModules { callers[callee, default: []].append(number) }
        }
        for module in diff.removedModules { childIDs[module.name] = module.childID }
        for module in diff.changedModules {
            for callee in module.base.importedModules {
                formerCallers[callee, default: []].append(numbers[module.name]!)
            }
        }
    }

    private mutating func addNotes(_ module: ApplicationDiff.ModuleChange) {
        let (base, target) = (module.base, module.target)
        if let old = base.stateShape?.value, let new = target.stateShape?.value, old != new,
            !target.codeChanges.contains(where: { !$0.isIdentity })
        {
            notes.append(
                AppupNote(
                    .stateNotConverted, target.name,
                    "the state of '\(target.name)' has a different form, and no code_change converts it"))
        }
        if base.loadsNIF || target.loadsNIF {
            notes.append(
                AppupNote(
                    .nativeLibrary, target.name,
                    "'\(target.name)' loads a native library: loading the module again fails unless the library can be upgraded"
                ))
        }
    }

    // MARK: - Children

    /// Adds the calls that start and stop the children of a changed supervisor, or of an application's callback.
    private mutating func addChildren(of module: ApplicationDiff.ModuleChange) {
        let (base, target) = (module.base, module.target)
        let name = target.name
        guard base.isSupervisor || base.supervision != nil || target.supervision != nil else { return }
        let changes = ChildChanges(from: base.supervision, to: target.supervision) { child in
            child.module.flatMap { childIDs[$0] }
        }
        if changes.isPartial {
            notes.append(
                AppupNote(
                    .childrenNotVisible, name,
                    "the children of '\(name)' cannot all be read from its code: make sure that added ones are started and removed ones stopped"
                ))
        }
        for child in changes.changed {
            notes.append(
                AppupNote(
                    .childChanged, name,
                    "child \(child.id.shown) of '\(name)' is specified differently; it runs on as it was started"))
        }
        guard !(changes.added.isEmpty && changes.removed.isEmpty && changes.replaced.isEmpty) else { return }
        guard let supervisor = base.supervision?.supervisor, supervisor == target.supervision?.supervisor else {
            notes.append(
                AppupNote(
                    .supervisorNotVisible, name,
                    "the name of the supervisor in '\(name)' cannot be read from its code: its changed children are neither started nor stopped"
                ))
            return
        }
        let calls = ChildCalls(supervisor: supervisor, isApplication: !base.isSupervisor)
        for child in changes.removed {
            guard let start = calls.start(child) else { return addPartialNote(name, child) }
            addStop(
                of: child, under: name,
                AppupStep(
                    up: calls.stop(child), down: start,
                    reason: "child \(child.id.shown) of '\(name)' is gone; stopped after all that called it is loaded"))
        }
        for child in changes.added {
            guard let start = calls.start(child) else { return addPartialNote(name, child) }
            addStart(
                of: child, under: name,
                AppupStep(
                    up: start, down: calls.stop(child),
                    reason: "child \(child.id.shown) of '\(name)' is new; started before all that calls it is loaded"))
        }
        for (old, new) in changes.replaced {
            guard let start = calls.start(new), let startOld = calls.start(old) else {
                return addPartialNote(name, new)
            }
            let reason = "child \(new.id.shown) of '\(name)' is started by another module"
            let (stop, stopNew) =
                base.isSupervisor
                ? ([calls.terminate(old)], [calls.terminate(new)]) : (calls.stop(old), calls.stop(new))
            addStop(of: old, under: name, AppupStep(up: stop, down: startOld, reason: reason))
            addStart(of: new, under: name, AppupStep(up: start, down: stopNew, reason: reason))
        }
    }

    private mutating func addPartialNote(_ name: Atom, _ child: ChildChanges.Child) {
        notes.append(
            AppupNote(
                .childrenNotVisible, name,
                "child \(child.id.shown) of '\(name)' is not fully specified in its code: it is neither started nor stopped"
            ))
    }

    /// Calls that come after the supervisor and the child's module are loaded, and before what calls that module.
    private mutating func addStart(of child: ChildChanges.Child, under supervisor: Atom, _ step: AppupStep) {
        let number = nodes.count
        nodes.append(.children(step, isStop: false))
        let code = child.child.module.flatMap { numbers[$0] }
        predecessors.append([numbers[supervisor], code].compactMap { $0 })
        guard let module = child.child.module else { return }
        for caller in callers[module] ?? [] where caller != numbers[supervisor] { predecessors[caller].append(number) }
    }

    /// Calls that come before the supervisor is loaded, and after what called the child's module.
    private mutating func addStop(of child: ChildChanges.Child, under supervisor: Atom, _ step: AppupStep) {
        let number = nodes.count
        nodes.append(.children(step, isStop: true))
        predecessors.append([])
        if let own = numbers[supervisor] { predecessors[own].append(number) }
        guard let module = child.child.module else { return }
        predecessors[number] = (formerCallers[module] ?? []).filter { $0 != numbers[supervisor] }
    }

    // MARK: - Steps

    /// The modules whose place depends only on calls: no chain of calls puts them before or after a supervisor or a
    /// child.
    func freeModules() -> Set<Atom> {
        let segments = segments(StrongComponents.ordered(predecessors)).ofNode
        var neighbours = predecessors
        for (number, before) in predecessors.enumerated() {
            for predecessor in before { neighbours[predecessor].append(number) }
        }
        var isBound = segments.map { $0 != 0 }
        var open = nodes.indices.filter { isBound[$0] }
        while let number = open.popLast() {
            for neighbour in neighbours[number] where !isBound[neighbour] {
                isBound[neighbour] = true
                open.append(neighbour)
            }
        }
        return Set(nodes.indices.filter { !isBound[$0] }.compactMap(moduleName))
    }

    /// The steps in order. An instruction names the modules of its segment that it depends on, and those of other
    /// applications that `others` gives; modules of other segments come before or after by the order of the steps
    /// alone.
    func steps(purge: PurgePolicy, others: (Atom) -> [Atom]) -> [AppupStep] {
        let components = StrongComponents.ordered(predecessors)
        let segments = segments(components)
        let order = components.indices.sorted { (segments.levels[$0], $0) < (segments.levels[$1], $1) }
        return order.flatMap { components[$0].sorted { (rank($0), $0) < (rank($1), $1) } }.map { number in
            switch nodes[number] {
            case .children(let step, _): return step
            case .module(let module, let presence, let reason):
                var dependencies: [Atom] = []
                if !isSupervisor(number) {
                    dependencies = predecessors[number]
                        .filter { segments.ofNode[$0] == segments.ofNode[number] && $0 != number }
                        .compactMap(moduleName)
                    dependencies = (dependencies + others(module)).sorted()
                }
                return step(module, presence, reason, dependencies, purge)
            }
        }
    }

    /// Divides the components into levels that come one after the other, and returns the segment of each node.
    ///
    /// Calls of supervisors, and updates of supervisors, have no list of modules that they depend on: each is a segment
    /// of its own, on an odd level. Everything else on an even level is one segment. There are as few levels as the
    /// order allows.
    private func segments(_ components: [[Int]]) -> (levels: [Int], ofNode: [Int]) {
        var levels = [Int](repeating: 0, count: components.count)
        var component = [Int](repeating: 0, count: nodes.count)
        var segments = [Int](repeating: 0, count: nodes.count)
        for (index, members) in components.enumerated() {
            for member in members { component[member] = index }
            let stands = members.contains(where: standsAlone)
            var level = stands ? 1 : 0
            for predecessor in members.joinedPredecessors(predecessors) where component[predecessor] != index {
                let before = levels[component[predecessor]]
                level = max(level, before.isMultiple(of: 2) == stands ? before + 1 : before)
            }
            levels[index] = level
            for member in members { segments[member] = stands ? components.count + index : level }
        }
        return (levels, segments)
    }

    private func standsAlone(_ number: Int) -> Bool {
        if case .children = nodes[number] { true } else { isSupervisor(number) }
    }

    private func isSupervisor(_ number: Int) -> Bool {
        if case .module(_, .changed(.supervisor), _) = nodes[number] { true } else { false }
    }

    private func step(
        _ module: Atom, _ presence: Presence, _ reason: String, _ dependencies: [Atom], _ purge: PurgePolicy
    ) -> AppupStep {
        let reason =
            dependencies.isEmpty
            ? reason : "\(reason); it calls \(dependencies.map { "'\($0)'" }.joined(separator: ", "))"
        switch presence {
        case .changed(let instruction):
            let term = instruction.term(module, purge: purge, dependencies: dependencies)
            return AppupStep(up: [term], down: [term], reason: reason)
        case .added:
            return AppupStep(
                up: [ModuleInstruction.presence("add_module", module, dependencies: dependencies)],
                down: [ModuleInstruction.presence("delete_module", module, dependencies: dependencies)], reason: reason)
        case .moved:
            // In the downgrade the base's application loads it.
            let load = ModuleInstruction.load.term(module, purge: purge, dependencies: [])
            return AppupStep(up: [load], down: [], reason: reason)
        }
    }

    /// The module of a node, if scripts of both directions have an instruction for it.
    private func moduleName(_ number: Int) -> Atom? {
        switch nodes[number] {
        case .module(_, .moved, _), .children: nil
        case .module(let name, _, _): name
        }
    }

    /// In a cycle: stop children, load modules, start children.
    private func rank(_ number: Int) -> Int {
        switch nodes[number] {
        case .children(_, isStop: true): 0
        case .module: 1
        case .children(_, isStop: false): 2
        }
    }
}

extension [Int] {
    /// What comes before any of these nodes.
    fileprivate func joinedPredecessors(_ predecessors: [[Int]]) -> FlattenSequence<[[Int]]> {
        map { predecessors[$0] }.joined()
    }
}

extension ErlangTerm {
    /// The term on one line, for people.
    var shown: String { TermTextPrinter.line(of: self) }
}
