import TestSupport
import Testing

@testable import Relups

@Suite struct DependencyOrderTests {
    /// The order of things, `edges` from dependents to what they depend on.
    private func groups(_ count: Int, _ edges: [(Int, Int)]) -> [[Int]] {
        var targets = Array(repeating: [Int](), count: count)
        for (thing, target) in edges { targets[thing].append(target) }
        return DependencyOrder(targets).groups()
    }

    @Test func ordersNothing() {
        #expect(groups(0, []) == [])
    }

    @Test func keepsThingsApartThatNothingConnects() {
        #expect(groups(4, [(3, 1)]) == [[0], [3, 1], [2]])
    }

    @Test func takesTheLowestThatIsReady() {
        #expect(groups(5, [(4, 0), (2, 0), (3, 1), (4, 1)]) == [[2, 3, 4, 0, 1]])
    }

    @Test func keepsCirclesTogether() {
        #expect(groups(5, [(4, 1), (1, 3), (3, 4), (0, 3), (1, 2)]) == [[0, 1, 3, 4, 2]])
    }

    @Test func aThingMayDependOnItself() {
        #expect(groups(2, [(0, 0), (1, 1), (1, 0), (1, 0)]) == [[1, 0]])
    }

    @Test(.timeLimit(.minutes(1))) func longChainsAndCirclesAreNoMatter() {
        let count = 300_000
        let chain = (1..<count).map { ($0 - 1, $0) }
        #expect(groups(count, chain) == [Array(0..<count)])
        #expect(groups(count, chain.map { ($1, $0) }) == [Array((0..<count).reversed())])
        #expect(groups(count, chain + [(count - 1, 0)]) == [Array(0..<count)])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func ordersAsItsDefinitionSays(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...30, using: &random)
        let edges = (0..<Int.random(in: 0...2 * count, using: &random)).map { _ in
            (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
        }
        #expect(groups(count, edges) == Definition(count, edges).groups(), "\(count) \(edges)")
    }
}

/// The order as one would write it down, whatever it costs.
private struct Definition {
    let count: Int
    /// What can be reached from each thing, itself too.
    var reachable: [Set<Int>]

    init(_ count: Int, _ edges: [(Int, Int)]) {
        self.count = count
        reachable = (0..<count).map { [$0] }
        for _ in 0..<count {
            for (thing, target) in edges { reachable[thing].formUnion(reachable[target]) }
        }
    }

    func groups() -> [[Int]] {
        var groups: [[Int]] = []
        for thing in 0..<count where !groups.joined().contains(thing) {
            var group: Set<Int> = [thing]
            for _ in 0..<count {
                for other in 0..<count where !reachable[other].isDisjoint(with: group) {
                    group.formUnion(reachable[other])
                }
            }
            groups.append(ordered(group))
        }
        return groups
    }

    private func ordered(_ group: Set<Int>) -> [Int] {
        var left = group
        var order: [Int] = []
        while !left.isEmpty {
            let ready = left.filter { thing in
                left.allSatisfy { !reachable[$0].contains(thing) || reachable[thing].contains($0) }
            }
            let circle = left.filter { reachable[$0].contains(ready.min()!) && reachable[ready.min()!].contains($0) }
            order += circle.sorted()
            left.subtract(circle)
        }
        return order
    }
}
