internal import BeamFiles
internal import ErlangTerms

/// What changed in the children that a module makes a supervisor start.
struct ChildChanges {
    /// A child by its id.
    struct Child {
        let id: ErlangTerm
        let child: Supervision.Child
    }

    var added: [Child] = []
    var removed: [Child] = []
    /// Has the same id, but another module starts it.
    var replaced: [(old: Child, new: Child)] = []
    /// Has the same id and module, but differs in something else.
    var changed: [Child] = []
    /// Whether the id of some child cannot be seen, or one of the lists cannot be seen.
    var isPartial = false

    /// `id` returns the id of a child whose own specification does not contain it.
    init(from base: Supervision?, to target: Supervision?, id: (Supervision.Child) -> ErlangTerm?) {
        guard let before = base?.children.value, let after = target?.children.value else {
            isPartial = true
            return
        }
        // A child that is the same in both, with or without an id, did not change.
        let old = Self.remaining(before, without: after)
        let new = Self.remaining(after, without: before)
        func known(_ children: [Supervision.Child]) -> [Child] {
            children.compactMap { child in (child.id ?? id(child)).map { Child(id: $0, child: child) } }
        }
        let (oldKnown, newKnown) = (known(old), known(new))
        let oldByID = Dictionary(oldKnown.map { ($0.id, $0) }) { first, _ in first }
        let newIDs = Set(newKnown.map(\.id))
        isPartial = oldKnown.count < old.count || newKnown.count < new.count
        for child in newKnown {
            guard let before = oldByID[child.id] else {
                added.append(child)
                continue
            }
            if before.child.module == child.child.module {
                changed.append(child)
            } else {
                replaced.append((before, child))
            }
        }
        removed = oldKnown.filter { !newIDs.contains($0.id) }
    }

    /// The children without those that are also in another list, as often as they are there.
    private static func remaining(
        _ children: [Supervision.Child], without others: [Supervision.Child]
    ) -> [Supervision.Child] {
        var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        return children.filter { child in
            guard let count = counts[child], count > 0 else { return true }
            counts[child] = count - 1
            return false
        }
    }
}
