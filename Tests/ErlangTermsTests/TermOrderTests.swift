import BigInt
import ErlangTerms
import Testing

@Suite struct TermOrderTests {
    /// Each of these is less than the next, to `<` in OTP 25.
    static let ascending: [ErlangTerm] = [
        .bigInteger(-(BigInt(1) << 70)), .integer(-1), .float(-0.5), .integer(0), .float(0.5), .integer(1),
        .bigInteger(BigInt(1) << 70),
        .atom("a"), .atom("ab"), .atom("b"), .atom("é"),
        .externalFunction(module: "lists", function: "map", arity: 2),
        .tuple([]), .tuple(.atom("z")), .tuple(.integer(1), .integer(1)),
        .map(ErlangMap([])), .map(ErlangMap([(.atom("a"), .integer(1))])),
        .emptyList, .list([.integer(1)]), .list([.integer(1), .integer(2)]),
        .improperList([.integer(1)], tail: .binary([])),
        .binary([]), .binary([1]), .bitstring([1, 128], bitsInLastByte: 1), .binary([1, 128]), .binary([2]),
    ]

    @Test func ordersEveryPair() {
        for (i, left) in Self.ascending.enumerated() {
            for (j, right) in Self.ascending.enumerated() {
                #expect(
                    TermOrder.terms(left, right) == (i == j ? .equal : i < j ? .less : .greater), "\(left) \(right)")
            }
        }
    }

    @Test func mapKeysPutIntegersBeforeFloats() {
        #expect(TermOrder.terms(.integer(1), .float(1)) == .equal)
        #expect(TermOrder.mapKeys(.integer(2), .float(1)) == .less)
    }

    @Test func mapsKeepTheLastOfEqualKeys() {
        let map = ErlangMap([(.atom("b"), .integer(1)), (.atom("a"), .integer(2)), (.atom("b"), .integer(3))])
        #expect(map.entries.map(\.key) == [.atom("a"), .atom("b")])
        #expect(map["b"] == .integer(3))
        #expect(map["c"] == nil)
    }
}
