internal import BeamFiles
internal import ErlangTerms
internal import Releases

extension ApplicationDiff {
    /// Compares the modules of an application and reads the facts of those that differ.
    ///
    /// `areDifferent` compares two fingerprints, the base's first. `children` returns what a module's `child_spec/1`
    /// returns in the base and in the target.
    mutating func compareModules(
        from base: [Atom: ModuleExcerpt], to target: [Atom: ModuleExcerpt],
        areDifferent: (BeamFingerprint, BeamFingerprint) -> Bool,
        children: (base: ChildSpecifications, target: ChildSpecifications)
    ) throws(BeamError) {
        func facts(_ excerpt: ModuleExcerpt, isBase: Bool) throws(BeamError) -> ModuleFacts {
            var facts = try excerpt.facts()
            facts.supervision?.fillIn(isBase ? children.base : children.target)
            let modules = isBase ? base : target
            facts.initEffects = try facts.initEffects?.followed(into: modules)
            facts.startEffects = try facts.startEffects?.followed(into: modules)
            return facts
        }
        for (name, module) in target.sorted(by: { $0.key < $1.key }) {
            guard let old = base[name] else {
                addedModules.append(try facts(module, isBase: false))
                continue
            }
            if areDifferent(old.fingerprint, module.fingerprint) {
                changedModules.append(
                    ModuleChange(base: try facts(old, isBase: true), target: try facts(module, isBase: false)))
            } else if module.fingerprint.differs(from: old.fingerprint) {
                debugOnlyModules.append(name)
            }
        }
        for (name, module) in base.sorted(by: { $0.key < $1.key }) where target[name] == nil {
            removedModules.append(try facts(module, isBase: true))
        }
    }
}

/// What modules of a release return from `child_spec/1`.
struct ChildSpecifications: Sendable {
    private let applications: [[Atom: ModuleExcerpt]]

    init(_ inventory: ReleaseInventory) {
        self.init(inventory.contents.applications.map(inventory.modules))
    }

    init(_ applications: [[Atom: ModuleExcerpt]]) {
        self.applications = applications
    }

    /// What a module's `child_spec/1` returns; unknown if the release has no such module.
    func specification(of module: Atom) -> Fact<ErlangTerm> {
        let excerpt = applications.lazy.compactMap { $0[module] }.first
        return (try? excerpt?.childSpecification()) ?? .unknown
    }
}

extension Supervision {
    /// Sets what the module of a child decides, for the children whose module decides how they start.
    mutating func fillIn(_ specifications: ChildSpecifications) {
        children = children.map { children in
            children.map { child in
                var child = child
                if let module = child.deciding { child.own = specifications.specification(of: module) }
                return child
            }
        }
    }
}

extension Fact<Effects> {
    /// The depth to which calls are followed from one module to another.
    private static var depth: Int { 16 }

    /// The effects, with those of the called functions in other modules of the application, as far as their code is
    /// there.
    func followed(into modules: [Atom: ModuleExcerpt]) throws(BeamError) -> Fact<Effects> {
        guard case .known(var effects) = self else { return self }
        var met: Set<ExternalFunction> = []
        for _ in 0..<Self.depth {
            let open = effects.unknownCalls.filter { modules[$0.module] != nil && !met.contains($0) }
            if open.isEmpty { break }
            met.formUnion(open)
            for (module, functions) in Dictionary(grouping: open, by: \.module).sorted(by: { $0.key < $1.key }) {
                let names = functions.map { LocalFunction($0.name, $0.arity) }
                guard case .known(let more)? = try modules[module]?.effects(of: names) else { continue }
                effects.unknownCalls.removeAll { functions.contains($0) }
                // Functions followed before stay followed; functions that could not be followed stay unknown.
                let isKnown = Set(more.unknownCalls).intersection(met)
                var rest = more
                rest.unknownCalls.removeAll { isKnown.contains($0) && !effects.unknownCalls.contains($0) }
                effects = effects.union(rest)
            }
        }
        return .known(effects)
    }
}
