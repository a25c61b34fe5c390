import ErlangTerms
import TestSupport
import Testing

/// Each version of OTP is followed where versions read texts differently. `fixtures/term-syntax` has the answers of three.
struct ErlangSyntaxTests {
    /// A text, and what `file:consult/1` of a version of OTP makes of a file of that text.
    struct Answer: Sendable, CustomTestStringConvertible {
        let otp: Int
        let text: [UInt8]
        let result: ErlangTerm

        var terms: [ErlangTerm]? { result.tagged("ok", count: 2)?.last?.list }
        var testDescription: String { "OTP \(otp): \(String(decoding: text, as: UTF8.self))" }
    }

    static let answers: [[Answer]] = [(25, "25.2.3"), (27, "27.3.4.1"), (29, "29.1.2")].map { otp, version in
        let terms = try? TermTextReader.terms(in: Fixture.bytes("term-syntax/otp-\(version).term"), file: version)
        return (terms ?? []).compactMap { line in
            guard let pair = line.tuple, pair.count == 2, case .binary(let text) = pair[0] else { return nil }
            return Answer(otp: otp, text: text, result: pair[1])
        }
    }

    @Test func allTextsHaveAnAnswerOfEachVersion() {
        #expect(Self.answers[0].count > 700)
        #expect(Self.answers.allSatisfy { $0.map(\.text) == Self.answers[0].map(\.text) })
    }

    /// The words of errors are compared as far as they are about strings: those of OTP 25 exactly, those of OTP 27 without
    /// the depth of lists, and not those of OTP 29, which has other words for broken numbers.
    @Test(arguments: answers.flatMap { $0 })
    func readsAsEachVersion(_ answer: Answer) throws {
        do throws(TermTextError) {
            let terms = try TermTextReader.terms(in: answer.text, file: "text", syntax: ErlangSyntax(otp: answer.otp))
            #expect(.tuple(.atom("ok"), .list(terms)) == answer.result)
        } catch {
            try #require(answer.terms == nil, "\(error)")
            guard let expected = answer.result.tuple?.last, answer.otp < 29 else { return }
            #expect(Self.flat(error.erlangTerm) == Self.flat(expected), "\(error)")
        }
    }

    /// A syntax error's words are an improper mixture of lists and strings.
    private static func flat(_ error: ErlangTerm) -> ErlangTerm {
        guard let parts = error.tuple, parts.count == 3, parts[1].atom == "erl_parse" else { return error }
        func characters(_ term: ErlangTerm) -> [ErlangTerm] { term.list?.flatMap(characters) ?? [term] }
        return .tuple(parts[0], parts[1], .list(characters(parts[2])))
    }

    /// Without a version, what all versions that read a text agree on is read, and nothing else.
    @Test(arguments: answers[0].indices)
    func readsWhatVersionsAgreeOn(_ index: Int) throws {
        let text = Self.answers[0][index].text
        let values = Set(Self.answers.compactMap { $0[index].terms })
        let terms = try? TermTextReader.terms(in: text, file: "text")
        #expect(terms == (values.count == 1 ? values.first : nil), "\(Self.answers[0][index].testDescription)")
    }

    @Test(.enabled(if: CommandRun.find("escript") != nil))
    func installedVersionAnswersAsRecorded() throws {
        let release = try CommandRun.run(
            ["erl", "-noshell", "-eval", "io:put_chars(erlang:system_info(otp_release)), halt()."])
        guard let recorded = Self.answers.first(where: { "\($0[0].otp)" == release.text }) else { return }
        let run = try CommandRun.run(["escript", Fixture.path("term-syntax/record.escript"), "-"])
        let lines = try TermTextReader.terms(in: run.output, file: run.errorText)
        #expect(lines == recorded.map { .tuple(.binary($0.text), $0.result) })
    }

    /// What is printed is read by all versions, but for the atoms that became reserved words.
    @Test(arguments: UInt64(1)...200)
    func allVersionsReadWhatIsPrinted(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let term = RandomTerm.any(&random)
        for style in TermTextPrinter.Style.allCases {
            let text = TermTextPrinter.text(of: term, style: style)
            for otp in text.contains("maybe") ? [25, 26] : [25, 26, 27, 28, 29] {
                let read = try TermTextReader.term(fromText: text, name: "text", syntax: ErlangSyntax(otp: otp))
                #expect(read == term, "seed \(seed), OTP \(otp)")
            }
        }
    }

    @Test(arguments: [
        ("13.1.5", 25), ("14.2", 26), ("15.2.7.1", 27), ("16.0", 28), ("17.1", 29), ("12.3", 24), ("x", nil), ("", nil),
    ])
    func knowsTheVersionOfARuntimeSystem(_ erts: String, _ otp: Int?) {
        #expect(ErlangSyntax(erts: erts).otp == otp)
    }

    @Test(arguments: [
        ("{a,\n ~\"b\"}.", "13.1.5", "2:2: sigils are read by OTP 27 and later; this release has ERTS 13.1.5, OTP 25"),
        ("~s[b].", "10.7", "1:1: sigils are read by OTP 27 and later; this release has ERTS 10.7"),
        (
            "\"\"\"\na \"quoted\" word\n\"\"\".", "14.2",
            "1:1: triple-quoted strings are read by OTP 27 and later; this release has ERTS 14.2, OTP 26"
        ),
        (
            "{\"\"\"a\"\"\"}.", "15.2",
            "1:2: three quotes begin a triple-quoted string; only OTP 26 and earlier read them as strings; "
                + "this release has ERTS 15.2, OTP 27"
        ),
        (
            "\"a\"\"b\".", "15.2",
            "1:4: strings without white space between them are read by OTP 26 and earlier; "
                + "this release has ERTS 15.2, OTP 27"
        ),
        (
            "[{maybe, 1}].", "16.0",
            "1:3: 'maybe' and 'else' without quotes are read by OTP 26 and earlier; this release has ERTS 16.0, OTP 28"
        ),
        (
            "\"\\^1\".", "14.0",
            "1:2: this control character is read by OTP 25 and earlier; this release has ERTS 14.0, OTP 26"
        ),
        ("16#f.f.", "15.2", "1:4: floats with a base are read by OTP 28 and later; this release has ERTS 15.2, OTP 27"),
        // No version reads these: the words are OTP's.
        ("{a, ~\"b\".", "13.1.5", "1:5: syntax error before: '~'"),
        ("~x\"b\".", "15.2", "1:1: illegal sigil prefix"),
        ("{\"\"\"x\ny}.", "15.2", "1:2: unterminated triple-quoted string starting with \"x\\ny}.\""),
        // The version is not known.
        (
            "[\"\"\"\na\n\"\"\"].", "",
            "1:2: OTP 26 and earlier read a string with three quotes differently from OTP 27 and later, and the version "
                + "is not known"
        ),
        (
            "$\\^?.", "",
            "1:2: OTP 25 and earlier read '\\^?' differently from OTP 26 and later, and the version is not known"
        ),
        ("~x\"b\".", "", "1:1: illegal sigil prefix"),
        ("{a b}.", "", "1:4: syntax error before: b"),
    ])
    func saysWhichVersionReadsAText(_ text: String, _ erts: String, _ message: String) throws {
        let error = try #require(throws: TermTextError.self) {
            try TermTextReader.terms(in: Array(text.utf8), file: "sys.config", syntax: ErlangSyntax(erts: erts))
        }
        #expect(error.description == "cannot read 'sys.config': \(message)")
    }

    /// No version reads all terms of this text, though each term is read by some.
    @Test func termsOfOneTextAreOfOneVersion() {
        #expect(throws: TermTextError.self) {
            try TermTextReader.terms(in: Array("maybe. ~\"a\".".utf8), file: "text")
        }
    }

    @Test func placesFollowTripleQuotedStrings() throws {
        let text = "{\"\"\"\n  a\n  \"\"\", b}.\n~\"x\"."
        let terms = try TermTextReader.placedTerms(in: Array(text.utf8), file: "text", syntax: ErlangSyntax(otp: 27))
        #expect(terms.map(\.place.description) == ["1:1", "4:1"])
        #expect(terms[0].elementPlaces.map(\.description) == ["1:2", "3:8"])
    }

    /// Long texts with much that versions read differently take no more than a few passes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["\"\"\"\n  \"\n\"\"\" ", "\"a\"\"b\" ", "maybe, ", "~\"a\", ", "\"\"\"\n", "\" "])
    func longTextsTakeNoLonger(_ piece: String) {
        let text = "[" + String(repeating: piece, count: 20_000) + "a]."
        for syntax in [.common, ErlangSyntax(otp: 25), ErlangSyntax(otp: 29)] {
            _ = try? TermTextReader.terms(in: Array(text.utf8), file: "text", syntax: syntax)
        }
    }
}
