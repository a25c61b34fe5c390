internal import BeamFiles
package import ErlangTerms
internal import Releases

/// A key of an application's environment that differs between two releases and that a process of one of them reads when
/// it starts. A process that runs already keeps the old value.
package struct StaleKey: Hashable, Sendable {
    package var application: Atom
    package var key: ErlangTerm
    /// The module that reads it.
    package var reader: Atom
    /// The application of that module.
    package var readerApplication: Atom
    /// Whether the code shows that it reads this key; otherwise it reads a key that the code does not show.
    package var isSeen: Bool
}

extension ReleaseDiff {
    /// The applications whose keys are in `startKeys`.
    static let startConfigured: Set<Atom> = ["kernel", "stdlib", "sasl", "logger"]

    /// The keys `{Application, Key}` that differ, in `sys.config` or in the resource files, of the applications that
    /// both releases have.
    var changedKeys: Set<ErlangTerm> {
        var keys = Set(differingKeys)
        for application in applications where application.isInBoth {
            let environment = application.environment
            for key in environment.added + environment.removed + environment.changed {
                keys.insert(.tuple(.atom(application.name), key))
            }
        }
        let common = Set(applications.filter(\.isInBoth).map(\.name))
        return keys.filter { key in
            key.tuple?.first?.atom.map { common.contains($0) && !Self.runtime.contains($0) } ?? false
        }
    }

    /// Applications whose modules are not searched: their own keys are known, and they read the keys of others on their
    /// behalf.
    fileprivate static let runtime = startConfigured.union(["compiler", "elixir", "mix", "eex", "iex", "crypto"])
}

/// Follows the calls of a release from the starts of processes to the reads of applications' environments.
struct EnvironmentReaders {
    private let inventory: ReleaseInventory
    /// The modules that are searched, with their applications.
    private var modules: [Atom: (application: Atom, excerpt: ModuleExcerpt)] = [:]
    private var code: [Atom: EnvironmentReads?] = [:]

    /// A function of a module, by its index; nil for the whole of a module without code.
    private struct Node: Hashable {
        let module: Atom
        let function: Int?
    }

    private struct Read: Hashable {
        let module: Atom
        let read: EnvironmentRead
    }

    init(_ inventory: ReleaseInventory) {
        self.inventory = inventory
        for application in inventory.contents.applications where !ReleaseDiff.runtime.contains(application.name) {
            for (name, module) in inventory.modules(of: application) where modules[name] == nil {
                modules[name] = (application.name, module)
            }
        }
    }

    /// The keys that a start reads and that no `config_change/3` of their application names; sorted. It may name
    /// `listeners` in vain: Phoenix does not start them again.
    mutating func staleKeys(
        among keys: Set<ErlangTerm>, ofListeners listeners: Set<ErlangTerm>
    ) throws(BeamError) -> [StaleKey] {
        let untold = try untold(keys).union(keys.intersection(listeners))
        if untold.isEmpty { return [] }
        var known = Set<ErlangTerm>()
        for (name, module) in modules where try module.excerpt.imports().contains(where: EnvironmentRead.isMade) {
            for read in try reads(of: name)?.functions.flatMap(\.reads) ?? [] {
                if let application = application(of: read, in: name), case .named(let key) = read.key {
                    known.insert(.tuple(.atom(application), key))
                }
            }
        }
        let reads = try readsAtStart()
        var stale: [StaleKey] = []
        for key in untold.inTermOrder {
            guard let pair = key.tuple, let name = pair[0].atom else { continue }
            let seen = reads.filter { isSeen($0, name, pair[1]) }
            let unseen = known.contains(key) ? [] : reads.filter { mayBe($0, name, pair[1]) }
            guard let reader = (seen.isEmpty ? unseen : seen).map(\.module).min(), let module = modules[reader] else {
                continue
            }
            stale.append(
                StaleKey(
                    application: name, key: pair[1], reader: reader, readerApplication: module.application,
                    isSeen: !seen.isEmpty))
        }
        return stale
    }

    /// The keys that no `config_change/3` of their applications' callback modules names, itself or in what it calls.
    private mutating func untold(_ keys: Set<ErlangTerm>) throws(BeamError) -> Set<ErlangTerm> {
        var untold = keys
        let changed = Set(keys.compactMap { $0.tuple?.first?.atom })
        for application in inventory.contents.applications where changed.contains(application.name) {
            guard let callback = application.callbackModule else { continue }
            let told = try reached(from: nodes(ExternalFunction(callback, "config_change", 3)))
            for (module, nodes) in Dictionary(grouping: told, by: \.module) {
                let atoms = try modules[module]?.excerpt.atomsOfFunctions()
                guard let atoms, let reads = try reads(of: module) else { continue }
                for index in nodes.compactMap(\.function) {
                    // The key of a Phoenix endpoint is the called module.
                    for atom in atoms[index].union(reads.functions[index].calls.map(\.module)) {
                        untold.remove(.tuple(.atom(application.name), .atom(atom)))
                    }
                }
            }
        }
        return untold
    }

    private func application(of read: EnvironmentRead, in module: Atom) -> Atom? {
        switch read.application {
        case .named(let name): name
        case .own: modules[module]?.application
        case .unseen: nil
        }
    }

    private func isSeen(_ read: Read, _ application: Atom, _ key: ErlangTerm) -> Bool {
        guard self.application(of: read.read, in: read.module) == application else { return false }
        return read.read.key == .all || read.read.key == .named(key)
    }

    /// Whether a read that the code shows only in part may be one of a key.
    private func mayBe(_ read: Read, _ application: Atom, _ key: ErlangTerm) -> Bool {
        let name = self.application(of: read.read, in: read.module)
        guard name == nil || name == application else { return false }
        switch read.read.key {
        case .unseen: return true
        case .named(let named): return name == nil && named == key
        case .all: return name == nil
        }
    }

    // MARK: - Calls

    /// What all code reads that runs when processes start: `init` and `start_link` of any module, `start/2` of
    /// applications, and all that these call.
    private mutating func readsAtStart() throws(BeamError) -> [Read] {
        var open: [Node] = []
        for (name, module) in modules {
            let starts = try module.excerpt.exports().filter(Self.isStart)
            if starts.isEmpty { continue }
            for start in starts { open += try nodes(ExternalFunction(name, start.name, start.arity)) }
        }
        var found: Set<Read> = []
        for node in try reached(from: open) {
            guard let index = node.function, let function = try reads(of: node.module)?.functions[index] else {
                continue
            }
            for read in function.reads { found.insert(Read(module: node.module, read: read)) }
        }
        return Array(found)
    }

    /// The functions and all that they call.
    private mutating func reached(from start: [Node]) throws(BeamError) -> Set<Node> {
        var open = start
        var seen = Set(open)
        while let node = open.popLast() {
            var next: [Node] = []
            if let index = node.function, let function = try reads(of: node.module)?.functions[index] {
                next = function.localCalls.map { Node(module: node.module, function: $0) }
                for call in function.calls { next += try nodes(call) }
            } else if let module = modules[node.module] {
                for call in try module.excerpt.imports() { next += try nodes(call) }
            }
            for node in next where seen.insert(node).inserted { open.append(node) }
        }
        return seen
    }

    /// cowboy calls `init/2` for each request.
    private static func isStart(_ function: LocalFunction) -> Bool {
        switch function.name {
        case "init": function.arity != 2
        case "start_link": true
        case "start", "handle_continue": function.arity == 2
        default: false
        }
    }

    /// The function that a call means, if its module is searched.
    private mutating func nodes(_ call: ExternalFunction) throws(BeamError) -> [Node] {
        guard modules[call.module] != nil else { return [] }
        guard let reads = try reads(of: call.module) else { return [Node(module: call.module, function: nil)] }
        return reads.entries[LocalFunction(call.name, call.arity)].map { [Node(module: call.module, function: $0)] }
            ?? []
    }

    private mutating func reads(of module: Atom) throws(BeamError) -> EnvironmentReads? {
        if let reads = code[module] { return reads }
        let reads = try modules[module]?.excerpt.environmentReads()
        code[module] = .some(reads)
        return reads
    }
}

extension StaleKey {
    /// `{Application, Key, Reader, ReaderApplication, seen | unseen}`.
    var term: ErlangTerm {
        .tuple(.atom(application), key, .atom(reader), .atom(readerApplication), .atom(isSeen ? "seen" : "unseen"))
    }

    init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 5, let application = parts[0].atom, let reader = parts[2].atom,
            let readerApplication = parts[3].atom, parts[4] == .atom("seen") || parts[4] == .atom("unseen")
        else { return nil }
        self.init(
            application: application, key: parts[1], reader: reader, readerApplication: readerApplication,
            isSeen: parts[4] == .atom("seen"))
    }
}
