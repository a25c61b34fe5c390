import ErlangTerms
import TestSupport
import Testing

struct ExternalTermTests {
    @Test(arguments: TermFixture.terms)
    func readsAndWritesAsOTP(_ name: String) throws {
        let bytes = try Fixture.bytes("terms/\(name)/etf.bin")
        let term = try TermFixture.term(name)
        #expect(try ExternalTermReader.term(in: bytes) == term)
        #expect(ExternalTermWriter.bytes(of: term) == bytes)
    }

    @Test(
        arguments: [
            ([103] + node + [0, 0, 0, 9, 0, 0, 0, 1, 0], "<0.9.1>"),
            ([88] + node + [0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0], "<0.9.1>"),
            ([102] + node + [0, 0, 0, 7, 0], "#Port<0.7>"),
            ([89] + node + [0, 0, 0, 7, 0, 0, 0, 0], "#Port<0.7>"),
            ([120] + node + [0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0], "#Port<0.7>"),
            ([101] + node + [0, 0, 0, 5, 0], "#Ref<0.5>"),
            ([114, 0, 2] + node + [0, 0, 0, 0, 1, 0, 0, 0, 2], "#Ref<0.2.1>"),
            (
                [90, 0, 3] + node + [0, 0, 0, 0, 0, 1, 195, 236, 168, 172, 0, 1, 192, 26, 39, 59],
                "#Ref<0.3222939451.2829844481.115692>"
            ),
            (
                [112, 0, 0, 0, 44] + [UInt8](repeating: 0, count: 25) + [
                    119, 3, 115, 117, 98, 97, 1, 98, 0, 162, 92, 252,
                ]
                    + [106, 106, 106],
                "#Fun<sub.1.10640636>"
            ),
        ] as [([UInt8], String)])
    func showsOpaqueTerms(_ bytes: [UInt8], _ text: String) throws {
        let term = try ExternalTermReader.term(in: [131] + bytes)
        #expect(term == .opaque(bytes))
        #expect(ExternalTermWriter.bytes(of: term) == [131] + bytes)
        #expect(TermTextPrinter.text(of: term, style: .pretty) == text)
    }

    /// The name of the node `n@h`.
    private static let node: [UInt8] = [119, 3, 110, 64, 104]
}
