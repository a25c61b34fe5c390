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
        left.name == right.name && left.name.utf8.elementsEqual(right.name.utf8)
    }

    public static func < (left: Atom, right: Atom) -> Bool {
        left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
