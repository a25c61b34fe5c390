internal import BeamFiles
internal import ErlangTerms
internal import Releases

extension ApplicationDiff {
    /// Compares the modules of an application and reads the facts of those that differ.
    ///
    /// `areDifferent` decides of two fingerprints, the base's first; `childID` tells of a module which id its
    /// `child_spec/1` gives, in the base and in the target.
    mutating func compareModules(
        from base: [Atom: ModuleExcerpt], to target: [Atom: ModuleExcerpt],
        areDifferent: (BeamFingerprint, BeamFingerprint) -> Bool,
        childID: (base: (Atom) -> ErlangTerm?, target: (Atom) -> ErlangTerm?)
    ) throws(BeamError) {
        func facts(_ excerpt: ModuleExcerpt, _ childID: (Atom) -> ErlangTerm?) throws(BeamError) -> ModuleFacts {
            var facts = try excerpt.facts()
            facts.supervision?.fillIn(childID)
            return facts
        }
        for (name, module) in target.sorted(by: { $0.key < $1.key }) {
            guard let old = base[name] else {
                addedModules.append(try facts(module, childID.target))
                continue
            }
            if areDifferent(old.fingerprint, module.fingerprint) {
                changedModules.append(
                    ModuleChange(base: try facts(old, childID.base), target: try facts(module, childID.target)))
            } else if module.fingerprint.differs(from: old.fingerprint) {
                debugOnlyModules.append(name)
            }
        }
        for (name, module) in base.sorted(by: { $0.key < $1.key }) where target[name] == nil {
            removedModules.append(try facts(module, childID.base))
        }
    }
}

/// The ids that modules of a release give to themselves as children.
struct ChildIDs: Sendable {
    private let applications: [[Atom: ModuleExcerpt]]

    init(_ inventory: ReleaseInventory) {
        self.init(inventory.contents.applications.map(inventory.modules))
    }

    init(_ applications: [[Atom: ModuleExcerpt]]) {
        self.applications = applications
    }

    func id(of module: Atom) -> ErlangTerm? {
        (try? applications.lazy.compactMap { $0[module] }.first?.facts())?.childID
    }
}

extension Supervision {
    /// Gives the children whose module decides their id the one that it decides.
    fileprivate mutating func fillIn(_ childID: (Atom) -> ErlangTerm?) {
        for index in children.indices where children[index].id == nil {
            children[index].id = children[index].module.flatMap(childID)
        }
    }
}
