/// The order in which things that depend on each other are changed: dependents first, then what they depend on. Things
/// in a circle keep the order in which they were given.
///
/// Things are numbered from 0. If there is a choice (OTP takes it from a hash table), the circle or single thing with
/// the lowest number comes first. The time is linear in the number of things and dependencies, apart from the choice,
/// which costs the logarithm of the number of things that are ready.
struct DependencyOrder {
    /// What each thing depends on, by number.
    private let targets: [[Int]]

    private var count: Int { targets.count }

    init(_ targets: [[Int]]) {
        self.targets = targets
    }

    /// The things in groups without connections between them, in the order of their lowest numbers; each group in
    /// order.
    func groups() -> [[Int]] {
        let representatives = weakComponents()
        var groupOf = Array(repeating: -1, count: count)
        var groups: [[Int]] = []
        for thing in 0..<count where groupOf[representatives[thing]] < 0 {
            groupOf[representatives[thing]] = groups.count
            groups.append([])
        }
        for circle in orderedCircles() {
            guard let first = circle.first else { continue }
            groups[groupOf[representatives[first]]] += circle
        }
        return groups
    }

    /// For each thing, the representative of all things connected with it, in either direction.
    private func weakComponents() -> [Int] {
        var parents = Array(0..<count)
        func root(_ thing: Int) -> Int {
            var thing = thing
            while parents[thing] != thing {
                parents[thing] = parents[parents[thing]]
                thing = parents[thing]
            }
            return thing
        }
        for thing in 0..<count {
            for target in targets[thing] {
                let (left, right) = (root(thing), root(target))
                if left != right { parents[max(left, right)] = min(left, right) }
            }
        }
        return (0..<count).map(root)
    }

    /// The circles in order, each as the numbers of its things (Kahn's algorithm).
    private func orderedCircles() -> [[Int]] {
        let circles = StrongComponents.ordered(targets)
        var component = Array(repeating: 0, count: count)
        for (number, circle) in circles.enumerated() {
            for thing in circle { component[thing] = number }
        }
        var dependents = Array(repeating: 0, count: circles.count)
        for thing in 0..<count {
            for target in targets[thing] where component[target] != component[thing] {
                dependents[component[target]] += 1
            }
        }
        // A circle is identified by its lowest thing.
        var ready = MinimumHeap(circles.indices.filter { dependents[$0] == 0 }.map { circles[$0][0] })
        var order: [[Int]] = []
        order.reserveCapacity(circles.count)
        while let lowest = ready.popMinimum() {
            let circle = circles[component[lowest]]
            order.append(circle)
            for thing in circle {
                for target in targets[thing] where component[target] != component[thing] {
                    dependents[component[target]] -= 1
                    if dependents[component[target]] == 0 { ready.insert(circles[component[target]][0]) }
                }
            }
        }
        return order
    }
}

/// Numbers with quick access to the lowest: a binary heap.
private struct MinimumHeap {
    private var elements: [Int]

    init(_ numbers: [Int]) {
        elements = numbers.sorted()
    }

    mutating func insert(_ number: Int) {
        elements.append(number)
        var child = elements.count - 1
        while child > 0, elements[(child - 1) / 2] > elements[child] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popMinimum() -> Int? {
        guard let minimum = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return minimum }
        elements[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < elements.count else { return minimum }
            let child = left + 1 < elements.count && elements[left + 1] < elements[left] ? left + 1 : left
            guard elements[child] < elements[parent] else { return minimum }
            elements.swapAt(parent, child)
            parent = child
        }
    }
}
