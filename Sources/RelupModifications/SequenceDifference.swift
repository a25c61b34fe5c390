/// What to remove from one sequence and add to it to get another.
enum SequenceDifference {
    enum Change: Equatable {
        /// Indices into the old sequence.
        case kept(Range<Int>)
        /// Indices into the old sequence.
        case removed(Range<Int>)
        /// Indices into the new sequence.
        case added(Range<Int>)
    }

    /// The changes in order, removals before additions.
    ///
    /// A patience difference: it matches elements that both have exactly once, as far as their order allows, and all
    /// that is equal around them. O(n log n), not always the shortest.
    ///
    /// The standard library's `difference(from:)` costs the product of length and difference: for reordered scripts of
    /// 8,000 instructions it takes 3 s, and this 0.01 s; for scripts of 50,000 it takes two minutes, and this 0.2 s.
    static func changes<Element: Hashable>(from old: [Element], to new: [Element]) -> [Change] {
        var builder = Builder()
        compare(old, new, old.indices, new.indices, &builder)
        return builder.changes
    }

    /// How often an element occurs, and its index in the new sequence.
    private struct Occurrences {
        var count = 0
        var otherCount = 0
        var other = 0
    }

    private struct Builder {
        var changes: [Change] = []

        mutating func keep(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            if case .kept(let last) = changes.last, last.upperBound == range.lowerBound {
                changes[changes.count - 1] = .kept(last.lowerBound..<range.upperBound)
            } else {
                changes.append(.kept(range))
            }
        }

        mutating func change(removed: Range<Int>, added: Range<Int>) {
            if !removed.isEmpty { changes.append(.removed(removed)) }
            if !added.isEmpty { changes.append(.added(added)) }
        }
    }

    private static func compare<Element: Hashable>(
        _ old: [Element], _ new: [Element], _ oldRange: Range<Int>, _ newRange: Range<Int>, _ builder: inout Builder
    ) {
        var (left, right) = (oldRange, newRange)
        while let first = left.first, let other = right.first, old[first] == new[other] {
            left.removeFirst()
            right.removeFirst()
        }
        var tail = 0
        while let last = left.last, let other = right.last, old[last] == new[other] {
            left.removeLast()
            right.removeLast()
            tail += 1
        }
        builder.keep(oldRange.lowerBound..<left.lowerBound)
        var (start, otherStart) = (left.lowerBound, right.lowerBound)
        for (index, other) in uniqueMatches(old, new, left, right) where index >= start && other >= otherStart {
            var (end, otherEnd) = (index, other)
            while end > start && otherEnd > otherStart && old[end - 1] == new[otherEnd - 1] {
                end -= 1
                otherEnd -= 1
            }
            builder.change(removed: start..<end, added: otherStart..<otherEnd)
            (start, otherStart) = (index + 1, other + 1)
            while start < left.upperBound && otherStart < right.upperBound && old[start] == new[otherStart] {
                start += 1
                otherStart += 1
            }
            builder.keep(end..<start)
        }
        builder.change(removed: start..<left.upperBound, added: otherStart..<right.upperBound)
        builder.keep(left.upperBound..<(left.upperBound + tail))
    }

    /// The longest rising sequence of index pairs of elements that both ranges have exactly once.
    private static func uniqueMatches<Element: Hashable>(
        _ old: [Element], _ new: [Element], _ oldRange: Range<Int>, _ newRange: Range<Int>
    ) -> [(Int, Int)] {
        var occurrences: [Element: Occurrences] = [:]
        for index in oldRange { occurrences[old[index], default: Occurrences()].count += 1 }
        for index in newRange {
            occurrences[new[index]]?.otherCount += 1
            occurrences[new[index]]?.other = index
        }
        let pairs = oldRange.compactMap { index -> (Int, Int)? in
            guard let found = occurrences[old[index]], found.count == 1, found.otherCount == 1 else { return nil }
            return (index, found.other)
        }
        return longestRising(pairs)
    }

    /// The longest subsequence whose second numbers rise, by patience sorting.
    private static func longestRising(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
        var tops: [Int] = []
        var previous = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            var (low, high) = (0, tops.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[tops[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
            }
            previous[index] = low == 0 ? nil : tops[low - 1]
            if low == tops.count { tops.append(index) } else { tops[low] = index }
        }
        var result: [(Int, Int)] = []
        var next = tops.last
        while let index = next {
            result.append(pairs[index])
            next = previous[index]
        }
        return result.reversed()
    }
}
