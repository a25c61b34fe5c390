/// An Erlang atom: its name, compared as Erlang compares it, code point by code point.
///
/// Swift's `String` calls canonically equivalent texts equal; two such atoms are different to Erlang.
public struct Atom: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name without quotes or escapes.
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public init(stringLiteral name: String) {
        self.name = name
    }

    public var description: String { name }

    public static func == (left: Atom, right: Atom) -> Bool {
        let (left, right) = (left.name.utf8, right.name.utf8)
        guard left.count == right.count else { return false }
        let isEqual = left.withContiguousStorageIfAvailable { left in
            right.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return isEqual.flatMap { $0 } ?? left.elementsEqual(right)
    }

    public static func < (left: Atom, right: Atom) -> Bool {
        left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
