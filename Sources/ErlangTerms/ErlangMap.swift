/// A map: its entries in the order of their keys, each key once.
public struct ErlangMap: Hashable, Sendable {
    /// One association of a map.
    public struct Entry: Hashable, Sendable {
        public let key: ErlangTerm
        public let value: ErlangTerm
    }

    /// In the order of the keys (`TermOrder.mapKeys`).
    public let entries: [Entry]

    /// A map of the given associations; of two with the same key the later one counts.
    public init(_ associations: some Sequence<(ErlangTerm, ErlangTerm)>) {
        let given = associations.map { Entry(key: $0.0, value: $0.1) }
        if Self.areInOrder(given) {
            entries = given
            return
        }
        // The sort is stable: of equal keys the last is the one that was given last.
        let sorted = given.sorted { TermOrder.mapKeys($0.key, $1.key) == .less }
        entries = sorted.indices.filter { index in
            index + 1 == sorted.count || TermOrder.mapKeys(sorted[index].key, sorted[index + 1].key) != .equal
        }.map { sorted[$0] }
    }

    /// Whether entries stand as a map keeps them, as those of texts that this library wrote do.
    private static func areInOrder(_ entries: [Entry]) -> Bool {
        entries.indices.dropFirst().allSatisfy { index in
            TermOrder.mapKeys(entries[index - 1].key, entries[index].key) == .less
        }
    }

    /// The value of a key.
    public subscript(key: ErlangTerm) -> ErlangTerm? {
        var range = entries.startIndex..<entries.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            switch TermOrder.mapKeys(entries[middle].key, key) {
            case .equal: return entries[middle].value
            case .less: range = (middle + 1)..<range.upperBound
            case .greater: range = range.lowerBound..<middle
            }
        }
        return nil
    }

    /// The value of the key that is the atom `name`.
    public subscript(name: Atom) -> ErlangTerm? {
        self[.atom(name)]
    }
}
