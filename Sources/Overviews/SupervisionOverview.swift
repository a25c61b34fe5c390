internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupChecks

/// The supervision trees of two releases as one.
struct SupervisionOverview {
    /// A process, or a kind of process.
    struct Node {
        let name: String
        let change: Change
        /// What else a reader should know, such as why release_handler does not reach it.
        let note: String
        var children: [Node] = []
    }

    enum Change: String {
        case same, added, removed, changed
    }

    /// Deeper trees are not drawn.
    private static let depthLimit = 16

    private let old: [Atom: Supervision]
    private let new: [Atom: Supervision]
    /// What release_handler does not find in the target, and why.
    private let hidden: [Atom: String]
    /// Each supervisor is drawn once.
    private var visited: Set<Atom> = []

    /// The trees of the applications whose supervisors are seen, in the order of the target.
    static func trees(_ diff: ReleaseDiff) -> [Node] {
        var overview = SupervisionOverview(diff)
        let (before, after) = (
            roots(diff.baseStarts, overview.old), roots(diff.targetStarts, overview.new)
        )
        let (inBase, inTarget) = (Set(before.map(\.application)), Set(after.map(\.application)))
        return (after + before.filter { !inTarget.contains($0.application) }).compactMap { root in
            guard overview.visited.insert(root.module).inserted else { return nil }
            let change: Change =
                !inBase.contains(root.application) ? .added : inTarget.contains(root.application) ? .same : .removed
            return Node(
                name: root.module.name, change: change, note: "of \(root.application)",
                children: overview.children(of: root.module, depth: 0))
        }
    }

    private init(_ diff: ReleaseDiff) {
        let supervisors = { (starts: ReleaseStarts) in
            Dictionary(starts.supervisors.map { ($0.module, $0.supervision) }, uniquingKeysWith: { first, _ in first })
        }
        old = supervisors(diff.baseStarts)
        new = supervisors(diff.targetStarts)
        hidden = SupervisionTree(diff.targetStarts).hidden
    }

    private static func roots(
        _ starts: ReleaseStarts, _ supervisors: [Atom: Supervision]
    ) -> [(application: Atom, module: Atom)] {
        starts.applications.compactMap { start in
            guard case .known(.supervisor(let function)) = start.start else { return nil }
            let module = supervisors[function.module] != nil ? function.module : start.module
            return supervisors[module] == nil ? nil : (start.application, module)
        }
    }

    private mutating func children(of supervisor: Atom, depth: Int) -> [Node] {
        let (before, after) = (Self.listed(old[supervisor]), Self.listed(new[supervisor]))
        let known = Dictionary(before.map { (Self.identity($0), $0) }) { first, _ in first }
        let remaining = Set(after.map(Self.identity))
        var nodes: [Node] = []
        for child in after {
            let former = known[Self.identity(child)]
            let isNew = former == nil && old[supervisor] != nil
            nodes.append(node(child, isNew ? .added : former.map { $0 == child } ?? true ? .same : .changed, depth))
        }
        for child in before where !remaining.contains(Self.identity(child)) {
            nodes.append(node(child, new[supervisor] == nil ? .same : .removed, depth))
        }
        let supervision = new[supervisor] ?? old[supervisor]
        if supervision?.isDynamic == true {
            nodes.append(Node(name: "…", change: .same, note: "children that are started one by one"))
        } else if supervision?.children.value == nil {
            nodes.append(Node(name: "…", change: .same, note: "children that its code does not show"))
        }
        return nodes
    }

    private mutating func node(_ child: Supervision.Child, _ change: Change, _ depth: Int) -> Node {
        let module = child.start.value?.module ?? child.module
        var notes: [String] = []
        if let id = child.id, id != module.map({ ErlangTerm.atom($0) }) {
            notes.append("id \(TermForPeople.text(id, inElixir: module?.isOfElixir ?? false))")
        }
        if let reason = module.flatMap({ hidden[$0] }), change != .removed {
            notes.append("release_handler does not reach it: \(reason)")
        }
        var node = Node(
            name: module?.name ?? "a child that the code does not show", change: change,
            note: notes.joined(separator: "; "))
        // The module may be that of the child's specification, or of what starts it.
        let supervisor = [module, child.module].compactMap { $0 }.first { old[$0] != nil || new[$0] != nil }
        if let supervisor, depth < Self.depthLimit, visited.insert(supervisor).inserted {
            node.children = children(of: supervisor, depth: depth + 1)
        }
        return node
    }

    private static func listed(_ supervision: Supervision?) -> [Supervision.Child] {
        supervision.map { ($0.isDynamic ? [] : $0.children.value ?? []) + $0.startedLater } ?? []
    }

    private static func identity(_ child: Supervision.Child) -> ErlangTerm {
        child.id ?? child.module.map { .atom($0) } ?? child.specification
    }
}
