internal import BeamFiles
internal import ErlangTerms

/// What changed in the children that a module has a supervisor start.
struct ChildChanges {
    /// A child by its id.
    struct Child {
        let id: ErlangTerm
        let child: Supervision.Child
    }

    var added: [Child] = []
    var removed: [Child] = []
    /// Same id, started by another module.
    var replaced: [(old: Child, new: Child)] = []
    /// Same id and module, something else in the specification differs.
    var changed: [Child] = []
    /// Whether some child has no id that can be seen, or one of the lists cannot be seen.
    var isPartial = false

    /// `id` gives the id of a child whose own specification does not tell it.
    init(from base: Supervision?, to target: Supervision?, id: (Supervision.Child) -> ErlangTerm?) {
        guard let base, let target else {
            isPartial = true
            return
        }
        // What both have alike, with or without an id, did not change.
        var old = base.children
        var new = target.children
        for child in target.children {
            guard let index = old.firstIndex(of: child), let newIndex = new.firstIndex(of: child) else { continue }
            old.remove(at: index)
            new.remove(at: newIndex)
        }
        func known(_ children: [Supervision.Child]) -> [Child] {
            children.compactMap { child in (child.id ?? id(child)).map { Child(id: $0, child: child) } }
        }
        let (oldKnown, newKnown) = (known(old), known(new))
        isPartial = oldKnown.count < old.count || newKnown.count < new.count
        for child in newKnown {
            guard let before = oldKnown.first(where: { $0.id == child.id }) else {
                added.append(child)
                continue
            }
            if before.child.module == child.child.module {
                changed.append(child)
            } else {
                replaced.append((before, child))
            }
        }
        removed = oldKnown.filter { child in !newKnown.contains { $0.id == child.id } }
    }
}
