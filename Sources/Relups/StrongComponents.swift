/// Groups the nodes that depend on each other in a cycle, and puts the groups in order.
package enum StrongComponents {
    /// The strong components of a graph of numbered nodes, in order: a component comes after those that it depends on.
    /// Each is given by the numbers of its nodes.
    ///
    /// `dependencies[node]` are the nodes that a node depends on. The numbers alone determine the order. Takes
    /// near-linear time, without recursion (Tarjan's algorithm).
    package static func ordered(_ dependencies: [[Int]]) -> [[Int]] {
        var components: [[Int]] = []
        var numbers = [Int?](repeating: nil, count: dependencies.count)
        var lowest = [Int](repeating: 0, count: dependencies.count)
        var isOpen = [Bool](repeating: false, count: dependencies.count)
        var open: [Int] = []
        var path: [(node: Int, next: Int)] = []
        var count = 0

        func enter(_ node: Int) {
            numbers[node] = count
            lowest[node] = count
            count += 1
            isOpen[node] = true
            open.append(node)
            path.append((node, 0))
        }

        for root in dependencies.indices where numbers[root] == nil {
            enter(root)
            while let (node, next) = path.last {
                if next < dependencies[node].count {
                    path[path.count - 1].next += 1
                    let dependency = dependencies[node][next]
                    if let number = numbers[dependency] {
                        if isOpen[dependency] { lowest[node] = min(lowest[node], number) }
                    } else {
                        enter(dependency)
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
                guard lowest[node] == numbers[node] else { continue }
                var component: [Int] = []
                repeat {
                    let member = open.removeLast()
                    isOpen[member] = false
                    component.append(member)
                } while component.last != node
                components.append(component.sorted())
            }
        }
        return components
    }
}
