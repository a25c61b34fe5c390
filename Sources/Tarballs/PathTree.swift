/// Values by path, as a tree of the paths' components.
struct PathTree<Value> {
    typealias Component = ArraySlice<UInt8>

    struct Node {
        var value: Value?
        fileprivate(set) var children: [Component: Int] = [:]
    }

    /// The first one is the root.
    private(set) var nodes = [Node()]

    static func components(_ path: EntryPath) -> [Component] {
        path.bytes.split(separator: UInt8(ascii: "/"))
    }

    subscript(node: Int) -> Value? {
        get { nodes[node].value }
        set { nodes[node].value = newValue }
    }

    subscript(node: Int, default value: @autoclosure () -> Value) -> Value {
        get { nodes[node].value ?? value() }
        _modify {
            if nodes[node].value == nil { nodes[node].value = value() }
            yield &nodes[node].value!
        }
    }

    func child(of node: Int, _ component: Component) -> Int? { nodes[node].children[component] }

    /// The node of a path, if there is one.
    func node(_ path: EntryPath) -> Int? {
        var node: Int? = 0
        for component in Self.components(path) { node = node.flatMap { child(of: $0, component) } }
        return node
    }

    /// The node of a path, which is made if it is not there.
    mutating func makeNode(_ path: EntryPath) -> Int {
        var node = 0
        for component in Self.components(path) {
            if let child = child(of: node, component) {
                node = child
            } else {
                nodes.append(Node())
                nodes[node].children[component] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        return node
    }

    /// Values on the way to a path, the root's first, each with the components of the path below it.
    func forEachValue(onWayTo path: EntryPath, _ body: (Value, _ below: ArraySlice<Component>) -> Void) {
        let components = Self.components(path)[...]
        var node = 0
        var rest = components
        while true {
            if let value = nodes[node].value { body(value, rest) }
            guard let component = rest.first, let child = child(of: node, component) else { return }
            node = child
            rest = rest.dropFirst()
        }
    }

    /// Values below a node, in no order, each with its path; stops with false after `limit` nodes.
    func forEachValue(below node: Int, limit: Int, _ body: (Value, _ below: [Component]) -> Void) -> Bool {
        var rest: [(node: Int, path: [Component])] = [(node, [])]
        var visited = 0
        while let (node, path) = rest.popLast() {
            visited += 1
            if visited > limit { return false }
            if !path.isEmpty, let value = nodes[node].value { body(value, path) }
            for (component, child) in nodes[node].children { rest.append((child, path + [component])) }
        }
        return true
    }
}
