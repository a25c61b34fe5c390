internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupRuntime
internal import Relups

/// One script of the relup, with the release before it and the release after it.
struct CheckedScript: Sendable {
    let direction: ScriptDirection
    /// The release that runs before.
    let from: CheckedRelease
    /// The release that should run after.
    let to: CheckedRelease
    let diff: ReleaseDiff
    /// As in the relup.
    let instructions: [ErlangTerm]
    /// The same, decoded.
    let steps: [LowLevelInstruction]
    /// Facts of the modules that differ, before and after.
    let before: DifferingModules
    let after: DifferingModules
    /// The calls of the script, with their indexes.
    let calls: [(index: Int, call: LowLevelInstruction.Call)]
    /// The modules, sorted, that change or go and that something in the release calls.
    private let calledModules: [Atom]
    private let loads: [Atom: [Int]]

    init(
        _ direction: ScriptDirection, base: CheckedRelease, target: CheckedRelease, diff: ReleaseDiff,
        modules: (base: DifferingModules, target: DifferingModules), instructions: [ErlangTerm]
    ) {
        self.direction = direction
        self.diff = diff
        self.instructions = instructions
        steps = instructions.map(LowLevelInstruction.init)
        (from, to, before, after) =
            direction == .up
            ? (base, target, modules.base, modules.target) : (target, base, modules.target, modules.base)
        calls = steps.enumerated().compactMap { index, step in step.call.map { (index, $0) } }
        loads = steps.enumerated().reduce(into: [:]) { loads, step in
            if let module = step.element.loadedModule { loads[module, default: []].append(step.offset) }
        }
        let isUp = direction == .up
        let libraries = Set(isUp ? diff.baseUncalledLibraries : diff.targetUncalledLibraries)
        let uncalled = Set(
            diff.applications.filter { libraries.contains($0.name) }.flatMap { Self.modulesBefore(of: $0, isUp) })
        calledModules = before.names.filter { !uncalled.contains($0) }.sorted()
    }

    /// The modules, sorted by name, that change or go and that something in the release calls, as they are before.
    var calledModulesBefore: some Sequence<ModuleFacts> { calledModules.lazy.compactMap { before[$0] } }

    var isUp: Bool { direction == .up }

    /// The libraries that only people call, in the release that runs before.
    var uncalledLibraries: [Atom] { isUp ? diff.baseUncalledLibraries : diff.targetUncalledLibraries }

    /// The names of an application's modules that change or go.
    func modulesBefore(of application: ApplicationDiff) -> [Atom] { Self.modulesBefore(of: application, isUp) }

    private static func modulesBefore(of application: ApplicationDiff, _ isUp: Bool) -> [Atom] {
        let others = isUp ? application.removedModules : application.addedModules
        return application.changedModules.map(\.name) + others.map(\.name)
    }

    /// As findings name it: `up from 1.0.0`.
    var place: String { direction.script(of: diff.baseVersion) }

    /// The version of an application after the script, or before it; nil if that release does not have it.
    func version(of application: ApplicationDiff, after isAfter: Bool) -> String? {
        isAfter == isUp ? application.targetVersion : application.baseVersion
    }

    /// Whether a module is a supervisor, before or after.
    func isSupervisor(_ module: Atom) -> Bool {
        (after[module] ?? before[module])?.isSupervisor ?? Self.knownSupervisors.contains(module)
    }

    /// Modules of processes of type supervisor, known also if the releases do not differ in them.
    private static let knownSupervisors = Set(WebServer.all.flatMap(\.supervisors)).union([
        "supervisor", "Elixir.DynamicSupervisor", "Elixir.Supervisor",
    ])

    // MARK: - Findings

    /// A finding about the script.
    func finding(_ kind: FindingKind, _ message: String) -> Finding {
        Finding(kind, at: place, message)
    }

    /// A finding about what `subject` names in the script.
    func finding(_ kind: FindingKind, _ subject: String, _ message: String) -> Finding {
        Finding(kind, at: "\(place): \(subject)", message)
    }

    /// A finding about the instruction at an index.
    func finding(_ kind: FindingKind, at index: Int, _ message: String) -> Finding {
        finding(kind, "instruction \(index + 1)", message)
    }

    // MARK: - Instructions

    var pointOfNoReturn: Int? {
        steps.firstIndex(of: .pointOfNoReturn)
    }

    var restartsEmulator: Bool {
        steps.contains(.restartEmulator) || steps.contains(.restartNewEmulator)
    }

    /// The indexes of the instructions that load a module, in their order.
    func loads(of module: Atom) -> [Int] { loads[module] ?? [] }

    /// The conversion of the state of a module's processes, and the code that it runs in.
    struct Converter: Sendable {
        /// The instruction's index.
        let index: Int
        /// Whether the code that the processes run afterwards is already loaded.
        let isNew: Bool
    }

    /// The last conversions of the modules' states.
    var converters: [Atom: Converter] {
        var loaded: Set<Atom> = []
        var converters: [Atom: Converter] = [:]
        for (index, step) in steps.enumerated() {
            if let module = step.loadedModule { loaded.insert(module) }
            for module in step.convertedModules {
                converters[module] = Converter(index: index, isNew: loaded.contains(module))
            }
        }
        return converters
    }

    /// The times when processes are suspended: from each suspend of a module to its resume, or to the end.
    var suspensions: [Range<Int>] {
        var starts: [Atom: Int] = [:]
        var ranges: [Range<Int>] = []
        for (index, step) in steps.enumerated() {
            for module in step.suspendedModules where starts[module] == nil { starts[module] = index }
            for module in step.resumedModules {
                if let start = starts.removeValue(forKey: module) { ranges.append(start..<index) }
            }
        }
        return ranges + starts.values.map { $0..<steps.count }
    }

    /// For the modules that `modules` takes from instructions, the indexes of the instructions that name them.
    func places(_ modules: (LowLevelInstruction) -> [Atom]) -> [Atom: [Int]] {
        var places: [Atom: [Int]] = [:]
        for (index, step) in steps.enumerated() {
            for module in modules(step) { places[module, default: []].append(index) }
        }
        return places
    }
}

extension ErlangTerm {
    /// Whether `condition` holds for the term or for a term in it.
    func contains(where condition: (ErlangTerm) -> Bool) -> Bool {
        if condition(self) { return true }
        switch self {
        case .tuple(let elements), .list(let elements): return elements.contains { $0.contains(where: condition) }
        case .improperList(let elements, let tail):
            return elements.contains { $0.contains(where: condition) } || tail.contains(where: condition)
        case .map(let map):
            return map.entries.contains {
                $0.key.contains(where: condition) || $0.value.contains(where: condition)
            }
        default: return false
        }
    }
}
