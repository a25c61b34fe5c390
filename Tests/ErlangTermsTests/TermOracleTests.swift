import ErlangTerms
import Files
import TestSupport
import Testing

/// Random terms, read and printed by the Erlang that is installed.
///
/// `RELUP_SEED` is the first seed (else 1), `RELUP_CASES` how many terms there are (else 300).
@Suite struct TermOracleTests {
    @Test(.enabled(if: Oracle.isInstalled, "Erlang is not installed"))
    func erlangPrintsTheSame() throws {
        let first = TestSettings.number("RELUP_SEED") ?? 1
        var (terms, seed) = (Self.longTerms, UInt64(first))
        let count = terms.count + (TestSettings.number("RELUP_CASES") ?? 300)
        while terms.count < count {
            var random = SeededGenerator(seed: seed)
            let term = RandomTerm.any(&random)
            // The names in funs differ on purpose: `FlatTermText.append(nameInFun:)`.
            if !TermTextPrinter.line(of: term).contains("fun ") { terms.append(term) }
            seed += 1
        }
        let directory = TemporaryDirectory()
        let file = Array("%% coding: utf-8\n".utf8) + terms.flatMap { Self.text($0, .prettyUnicode, otp: 27) }
        try WholeFile.write(file, to: directory.path("terms"))
        try Oracle.run("terms", [directory.path("")])
        let otp = try #require(Int(String(decoding: WholeFile.read(directory.path("otp")), as: UTF8.self)))
        let styles: [(String, TermTextPrinter.Style)] = [
            ("p", .pretty), ("tp", .prettyUnicode), ("w", .plain), ("tw", .plainUnicode),
        ]
        for (name, style) in styles {
            var printed = try WholeFile.read(directory.path(name))[...]
            for (index, term) in terms.enumerated() {
                let text = Self.text(term, style, otp: otp)
                let answer = printed.prefix(text.count)
                try #require(
                    answer.elementsEqual(text),
                    "term \(index) as ~\(name): \(String(decoding: answer, as: UTF8.self))")
                printed = printed.dropFirst(text.count)
            }
            #expect(printed.isEmpty)
        }
    }

    /// Lists of so many elements that several threads lay them out, at the margin and far from it.
    private static var longTerms: [ErlangTerm] {
        let element = ErlangTerm.tuple(.atom("load"), .tuple(.atom("name_of_a_module"), .atom("x")), .string("a text"))
        let long = ErlangTerm.list(Array(repeating: element, count: 10))
        let elements = (0..<700).map { ErlangTerm.tuple(.integer($0), $0 % 3 == 0 ? long : element) }
        let deep = (0..<12).reduce(ErlangTerm.list(elements)) { inner, _ in .tuple(.atom("tagged"), inner) }
        return [
            .list(elements), .improperList(elements, tail: .tuple(.atom("tail"), long)),
            .list(elements + [.atom("a"), .atom("b")]), deep,
            .tuple(.atom("tag"), .list([.list(elements), .map(ErlangMap([(.atom("k"), .list(elements))]))])),
        ]
    }

    private static func text(_ term: ErlangTerm, _ style: TermTextPrinter.Style, otp: Int) -> [UInt8] {
        TermTextPrinter.bytes(of: term, style: style, quotesLaterWords: otp >= 27) + Array(".\n".utf8)
    }
}
