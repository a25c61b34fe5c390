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

    /// `term_to_binary(lists:duplicate(40, abc), [compressed])`.
    @Test func readsCompressedTerms() throws {
        let bytes: [UInt8] = [
            131, 80, 0, 0, 0, 246, 120, 156, 203, 97, 96, 96, 208, 72, 97, 96, 78, 76, 74, 30, 57, 100, 22, 0, 227, 139,
            63, 7,
        ]
        let term = ErlangTerm.list(Array(repeating: .atom("abc"), count: 40))
        #expect(try ExternalTermReader.term(in: bytes) == term)
        for count in 0..<bytes.count {
            #expect(throws: ExternalTermError.self) { try ExternalTermReader.term(in: bytes[..<count]) }
        }
    }

    @Test(
        arguments: [
            ([], .version, 0), ([130, 106], .version, 0), ([131], .truncated, 1), ([131, 106, 106], .trailingBytes, 2),
            ([131, 200], .unknownTag, 1), ([131, 108, 255, 255, 255, 255, 106], .truncated, 6),
            ([131, 105, 255, 255, 255, 255], .truncated, 6), ([131, 116, 255, 255, 255, 255], .truncated, 6),
            ([131, 109, 255, 255, 255, 255, 1], .truncated, 6), ([131, 111, 255, 255, 255, 255, 0], .tooLarge, 6),
            ([131, 80, 255, 255, 255, 255, 120, 156], .tooLarge, 2),
            ([131, 70, 127, 240, 0, 0, 0, 0, 0, 0], .invalid, 2),
            ([131, 77, 0, 0, 0, 0, 3], .invalid, 7), ([131, 119, 1, 255], .invalid, 4),
            ([131, 116, 0, 0, 0, 2, 97, 1, 106, 97, 1, 106], .invalid, 12), ([131, 112, 0, 0, 0, 3], .invalid, 6),
            ([131] + [UInt8](repeating: 104, count: 5_000), .tooDeep, 2_002),
            ([131] + (0..<5_000).flatMap { _ in [104, 1] as [UInt8] }, .tooDeep, 2_002),
            ([131] + (0..<5_000).flatMap { _ in [108, 0, 0, 0, 0] as [UInt8] }, .tooDeep, 5_002),
        ] as [([UInt8], ExternalTermError.Code, Int)])
    func refusesWhatIsNoTerm(_ bytes: [UInt8], _ code: ExternalTermError.Code, _ offset: Int) throws {
        let error = try #require(throws: ExternalTermError.self) { try ExternalTermReader.term(in: bytes) }
        #expect(error.code == code)
        #expect(error.offset == offset)
    }

    /// The name of the node `n@h`.
    private static let node: [UInt8] = [119, 3, 110, 64, 104]
}
