internal import BigInt

/// Erlang's order of terms: number < atom < reference < fun < port < pid < tuple < map < list < bitstring.
public enum TermOrder: Sendable {
    case less, equal, greater

    /// The order that maps keep their keys in: integers before floats, otherwise the order of terms.
    public static func mapKeys(_ left: ErlangTerm, _ right: ErlangTerm) -> TermOrder {
        compare(left, right, exact: true)
    }

    /// The order of `<`: numbers by value, `1` and `1.0` equal.
    public static func terms(_ left: ErlangTerm, _ right: ErlangTerm) -> TermOrder {
        compare(left, right, exact: false)
    }

    private static func compare(_ left: ErlangTerm, _ right: ErlangTerm, exact: Bool) -> TermOrder {
        if case .atom(let left) = left, case .atom(let right) = right { return left.order(right) }
        let (leftRank, rightRank) = (rank(left, exact: exact), rank(right, exact: exact))
        guard leftRank == rightRank else { return order(leftRank, rightRank) }
        switch (left, right) {
        case (.integer(let left), .integer(let right)):
            return order(left, right)
        case (.tuple(let left), .tuple(let right)):
            guard left.count == right.count else { return order(left.count, right.count) }
            return lexical(left, right) { compare($0, $1, exact: exact) }
        case (.map(let left), .map(let right)):
            return maps(left, right, exact: exact)
        case (
            .externalFunction(let module, let function, let arity),
            .externalFunction(let module2, let function2, let arity2)
        ):
            return lexical(
                [.atom(module), .atom(function), .integer(arity)], [.atom(module2), .atom(function2), .integer(arity2)]
            ) { compare($0, $1, exact: exact) }
        case (.list([]), .list([])):
            return .equal
        case (.opaque(let left), .opaque(let right)):
            return lexical(left, right) { order($0, $1) }
        default:
            if let left = Number(left), let right = Number(right) { return left.order(right) }
            if let left = left.bits, let right = right.bits {
                let bytes = lexical(left.bytes, right.bytes) { order($0, $1) }
                return bytes == .equal ? order(left.count, right.count) : bytes
            }
            return lists(left, right, exact: exact)
        }
    }

    private static func rank(_ term: ErlangTerm, exact: Bool) -> Int {
        switch term {
        case .integer, .bigInteger: 0
        case .float: exact ? 1 : 0
        case .atom: 2
        case .opaque: 3
        case .externalFunction: 4
        case .tuple: 5
        case .map: 6
        case .list([]): 7
        case .list, .improperList: 8
        case .binary, .bitstring: 9
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> TermOrder {
        left == right ? .equal : left < right ? .less : .greater
    }

    private static func lexical<Left: Sequence>(
        _ left: Left, _ right: Left, _ compare: (Left.Element, Left.Element) -> TermOrder
    ) -> TermOrder {
        var others = right.makeIterator()
        for element in left {
            guard let other = others.next() else { return .greater }
            let order = compare(element, other)
            if order != .equal { return order }
        }
        return others.next() == nil ? .equal : .less
    }

    /// Maps compare by size, then by their sorted keys, then by the values in that order.
    private static func maps(_ left: ErlangMap, _ right: ErlangMap, exact: Bool) -> TermOrder {
        guard left.entries.count == right.entries.count else { return order(left.entries.count, right.entries.count) }
        let keys = lexical(left.entries.map(\.key), right.entries.map(\.key), mapKeys)
        return keys == .equal
            ? lexical(left.entries.map(\.value), right.entries.map(\.value)) { compare($0, $1, exact: exact) } : keys
    }

    /// Lists compare element by element; if one of them ends, by the tails.
    private static func lists(_ left: ErlangTerm, _ right: ErlangTerm, exact: Bool) -> TermOrder {
        let (elements, tail) = cells(left)
        let (elements2, tail2) = cells(right)
        for (element, element2) in zip(elements, elements2) {
            let order = compare(element, element2, exact: exact)
            if order != .equal { return order }
        }
        let common = min(elements.count, elements2.count)
        if elements.count == elements2.count { return compare(tail, tail2, exact: exact) }
        return elements.count > common
            ? compare(rest(elements, tail, common), tail2, exact: exact)
            : compare(tail, rest(elements2, tail2, common), exact: exact)
    }

    private static func cells(_ term: ErlangTerm) -> ([ErlangTerm], tail: ErlangTerm) {
        switch term {
        case .list(let elements): (elements, .emptyList)
        case .improperList(let elements, let tail): (elements, tail)
        default: ([], term)
        }
    }

    private static func rest(_ elements: [ErlangTerm], _ tail: ErlangTerm, _ count: Int) -> ErlangTerm {
        let rest = Array(elements.dropFirst(count))
        return tail == .emptyList ? .list(rest) : .improperList(rest, tail: tail)
    }

    private enum Number {
        case integer(BigInt)
        case float(Double)

        init?(_ term: ErlangTerm) {
            switch term {
            case .integer(let value): self = .integer(BigInt(value))
            case .bigInteger(let value): self = .integer(value)
            case .float(let value): self = .float(value)
            default: return nil
            }
        }

        func order(_ other: Number) -> TermOrder {
            switch (self, other) {
            case (.integer(let left), .integer(let right)): TermOrder.order(left, right)
            case (.float(let left), .float(let right)): TermOrder.order(left, right)
            case (.integer(let left), .float(let right)): Self.order(left, right)
            case (.float(let left), .integer(let right)):
                switch Self.order(right, left) {
                case .less: .greater
                case .greater: .less
                case .equal: .equal
                }
            }
        }

        /// Exact: the float's integral part as an integer, then what is left of it.
        private static func order(_ integer: BigInt, _ float: Double) -> TermOrder {
            let whole = float.rounded(.towardZero)
            let order = TermOrder.order(integer, BigInt(whole))
            return order == .equal ? TermOrder.order(0, float - whole) : order
        }
    }
}
