/// The order in which things that depend on each other are changed: dependents before what they depend on, in a circle
/// as they were given.
///
/// Things are numbered from 0. Where this leaves a choice (OTP takes it from a hash table), the circle or single thing
/// with the lowest number is first. The time is linear in the number of things and dependencies, but for the choice,
/// which costs the logarithm of the number that are ready.
struct DependencyOrder {
    /// What thing `i` depends on is `targets[starts[i]..<starts[i + 1]]`.
    private var starts = [0]
    private var targets: [Int] = []

    private var count: Int { starts.count - 1 }

    /// Adds the thing of the next number, which depends on nothing.
    mutating func addThing() {
        starts.append(targets.count)
    }

    /// Lets the last thing depend on another, whose number may be one that is yet to be added.
    mutating func addDependency(_ thing: Int) {
        targets.append(thing)
        starts[count] = targets.count
    }

    /// The things in groups that nothing connects, a group where its lowest number stands, each in order.
    func groups() -> [[Int]] {
        let representatives = weakComponents()
        var groupOf = Array(repeating: -1, count: count)
        var groups: [[Int]] = []
        for thing in 0..<count where groupOf[representatives[thing]] < 0 {
            groupOf[representatives[thing]] = groups.count
            groups.append([])
        }
        let circles = strongComponents()
        for circle in ordered(circles) {
            guard let first = circle.first else { continue }
            groups[groupOf[representatives[first]]] += circle
        }
        return groups
    }

    /// For each thing the one that stands for all that are connected with it, whatever the direction.
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
            for target in targets[starts[thing]..<starts[thing + 1]] {
                let (left, right) = (root(thing), root(target))
                if left != right { parents[max(left, right)] = min(left, right) }
            }
        }
        return (0..<count).map(root)
    }

    /// For each thing the number of the circle that it is in, itself alone where it is in none (Tarjan's algorithm, with
    /// a stack of its own).
    private func strongComponents() -> [Int] {
        var component = Array(repeating: -1, count: count)
        var index = Array(repeating: -1, count: count)
        var lowest = Array(repeating: 0, count: count)
        var cursor = starts
        var open: [Int] = []
        var path: [Int] = []
        var (visited, components) = (0, 0)
        for start in 0..<count where index[start] < 0 {
            path.append(start)
            while let thing = path.last {
                if index[thing] < 0 {
                    (index[thing], lowest[thing]) = (visited, visited)
                    visited += 1
                    open.append(thing)
                }
                if cursor[thing] < starts[thing + 1] {
                    let target = targets[cursor[thing]]
                    cursor[thing] += 1
                    if index[target] < 0 {
                        path.append(target)
                    } else if component[target] < 0 {
                        lowest[thing] = min(lowest[thing], index[target])
                    }
                    continue
                }
                path.removeLast()
                if let caller = path.last { lowest[caller] = min(lowest[caller], lowest[thing]) }
                guard lowest[thing] == index[thing] else { continue }
                while let member = open.popLast() {
                    component[member] = components
                    if member == thing { break }
                }
                components += 1
            }
        }
        return component
    }

    /// The circles in order, each with its things by number (Kahn's algorithm).
    private func ordered(_ component: [Int]) -> [[Int]] {
        var circles = Array(repeating: [Int](), count: (component.max() ?? -1) + 1)
        var dependents = Array(repeating: 0, count: circles.count)
        for thing in 0..<count {
            circles[component[thing]].append(thing)
            for target in targets[starts[thing]..<starts[thing + 1]] where component[target] != component[thing] {
                dependents[component[target]] += 1
            }
        }
        // A circle is known by its lowest thing.
        var ready = MinimumHeap(circles.indices.filter { dependents[$0] == 0 }.map { circles[$0][0] })
        var order: [[Int]] = []
        order.reserveCapacity(circles.count)
        while let lowest = ready.popMinimum() {
            let circle = circles[component[lowest]]
            order.append(circle)
            for thing in circle {
                for target in targets[starts[thing]..<starts[thing + 1]] where component[target] != component[thing] {
                    dependents[component[target]] -= 1
                    if dependents[component[target]] == 0 { ready.insert(circles[component[target]][0]) }
                }
            }
        }
        return order
    }
}

/// Numbers, the lowest of which is found at once: a binary heap.
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
