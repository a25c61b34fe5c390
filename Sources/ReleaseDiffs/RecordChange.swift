internal import BeamFiles
package import ErlangTerms

/// A tagged tuple that modules of both releases use, with another size in the target: usually a record.
package struct RecordChange: Hashable, Sendable {
    package var tag: Atom
    /// The sizes, including the tag, that modules use in one release and not in the other; ascending. For a record, one
    /// of the two may be empty: the target's code may know the old form too, to convert it.
    package var baseSizes: [Int]
    package var targetSizes: [Int]
    /// Whether the code treats it as a record. If not, it may be a message or a result.
    package var isRecord: Bool
    /// The changed modules that use it like this, sorted.
    package var modules: [Atom]
}

extension ReleaseDiff {
    /// The tagged tuples with other sizes in the target, by tag.
    ///
    /// A record is compiled into each module that uses it. So modules that did not change do not use a record that did.
    /// Modules with unreadable code (`ModuleFacts.tuples`) are left out.
    package var recordChanges: [RecordChange] {
        var changes: [RecordChange: Set<Atom>] = [:]
        for module in applications.flatMap(\.changedModules) {
            guard case .known(let old) = module.base.tuples, case .known(let new) = module.target.tuples else {
                continue
            }
            let (before, after) = (Dictionary(grouping: old, by: \.tag), Dictionary(grouping: new, by: \.tag))
            for (tag, tuples) in before {
                guard let others = after[tag] else { continue }
                let (sizes, otherSizes) = (Set(tuples.map(\.size)), Set(others.map(\.size)))
                let (gone, come) = (sizes.subtracting(otherSizes), otherSizes.subtracting(sizes))
                if gone.isEmpty && come.isEmpty { continue }
                let isRecord = (tuples + others).contains { $0.isRecord }
                guard isRecord || !gone.isEmpty && !come.isEmpty else { continue }
                let change = RecordChange(
                    tag: tag, baseSizes: gone.sorted(), targetSizes: come.sorted(), isRecord: isRecord, modules: [])
                changes[change, default: []].insert(module.name)
            }
        }
        return changes.map { change, modules in
            var change = change
            change.modules = modules.sorted()
            return change
        }.sorted {
            ($0.tag, $0.modules[0], $0.isRecord ? 0 : 1) < ($1.tag, $1.modules[0], $1.isRecord ? 0 : 1)
        }
    }
}

extension RecordChange {
    /// `#{tag, base => [Size], target => [Size], record => true, modules => [Module]}`.
    var term: ErlangTerm {
        .fields([
            "tag": .atom(tag), "base": .list(baseSizes.map { .integer($0) }),
            "target": .list(targetSizes.map { .integer($0) }), "record": isRecord ? .boolean(true) : nil,
            "modules": .atoms(modules),
        ])
    }
}
