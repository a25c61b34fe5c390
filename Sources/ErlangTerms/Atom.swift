internal import LibC

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
        left.name.utf8.count == right.name.utf8.count && left.order(right) == .equal
    }

    public static func < (left: Atom, right: Atom) -> Bool {
        left.order(right) == .less
    }

    /// The order of the names by code points, which is that of their bytes in UTF-8.
    func order(_ other: Atom) -> TermOrder {
        var (left, right) = (name, other.name)
        let difference = left.withUTF8 { left in
            right.withUTF8 { right in
                let count = min(left.count, right.count)
                let order = count == 0 ? 0 : Int(memcmp(left.baseAddress!, right.baseAddress!, count))
                return order == 0 ? left.count - right.count : order
            }
        }
        return difference == 0 ? .equal : difference < 0 ? .less : .greater
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
