import ErlangTerms
import Files
import TestSupport
import Testing

/// Random terms, read and printed by the Erlang that is installed.
///
/// `RELUP_SEED` is the first seed (else 1), `RELUP_CASES` how many terms there are (else 300).
@Suite struct TermOracleTests {
    @Test(.enabled(if: CommandRun.find("escript") != nil, "Erlang is not installed"))
    func erlangPrintsTheSame() throws {
        let first = TestSettings.number("RELUP_SEED") ?? 1
        var (terms, seed) = ([ErlangTerm](), UInt64(first))
        while terms.count < TestSettings.number("RELUP_CASES") ?? 300 {
            var random = SeededGenerator(seed: seed)
            let term = RandomTerm.any(&random)
            // The names in funs differ on purpose: `FlatTermText.append(nameInFun:)`.
            if !TermTextPrinter.line(of: term).contains("fun ") { terms.append(term) }
            seed += 1
        }
        let directory = TemporaryDirectory()
        let file = Array("%% coding: utf-8\n".utf8) + terms.flatMap { Self.text($0, .prettyUnicode).utf8 }
        try WholeFile.write(file, to: directory.path("terms"))
        let oracle = try CommandRun.run(
            ["escript", "\(Fixture.package)/Tests/Oracles/terms_oracle.escript", directory.path("")])
        try #require(oracle.status == 0, "\(oracle.errorText)\(oracle.text)")
        let styles: [(String, TermTextPrinter.Style)] = [
            ("p", .pretty), ("tp", .prettyUnicode), ("w", .plain), ("tw", .plainUnicode),
        ]
        for (name, style) in styles {
            var printed = try WholeFile.read(directory.path(name))[...]
            for (index, term) in terms.enumerated() {
                let text = Self.text(term, style)
                let answer = String(decoding: printed.prefix(text.utf8.count), as: UTF8.self)
                try #require(answer.utf8.elementsEqual(text.utf8), "term \(index) as ~\(name)")
                printed = printed.dropFirst(text.utf8.count)
            }
            #expect(printed.isEmpty)
        }
    }

    private static func text(_ term: ErlangTerm, _ style: TermTextPrinter.Style) -> String {
        TermTextPrinter.text(of: term, style: style) + ".\n"
    }
}
