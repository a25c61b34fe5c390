import ErlangTerms
import TestSupport
import Testing

struct TermTextReaderTests {
    /// The terms themselves are held against OTP's in `ExternalTermTests`.
    @Test(arguments: TermFixture.errors)
    func refusesAsOTP(_ name: String) throws {
        let expected = try TermTextReader.soleTerm(in: Fixture.bytes("terms/\(name)/error.term"), file: "error.term")
        let error = try #require(throws: TermTextError.self) {
            try TermTextReader.terms(
                in: Fixture.bytes("terms/\(name)/input.term"), file: "input.term", syntax: ErlangSyntax(otp: 25))
        }
        #expect(.tuple(.atom("error"), error.erlangTerm) == expected)
        #expect(try "\(error.place.line): \(error.reason)" == Fixture.text("terms/\(name)/error.txt"))
    }

    /// `{Text, {ok, Terms} | {error, Reason}}`, as `file:consult/1` answered for a file of that text.
    @Test(arguments: try TermTextReader.terms(in: Fixture.bytes("consult.term"), file: "consult.term"))
    func consultsAsOTP(_ line: ErlangTerm) throws {
        let pair = try #require(line.tuple)
        guard case .binary(let text) = pair[0] else { throw TermFixture.Malformed() }
        var result: ErlangTerm
        do throws(TermTextError) {
            let terms = try TermTextReader.terms(in: text, file: "text", syntax: ErlangSyntax(otp: 25))
            result = .tuple(.atom("ok"), .list(terms))
        } catch {
            result = .tuple(.atom("error"), error.erlangTerm)
        }
        #expect(result == pair[1])
    }

    @Test func placesTermsAndTheirElements() throws {
        let text = """
            %% coding: utf-8
            {add, "é",
              [x]}. % é
              [one, 'é', two

              | three]. four.
            "string".
            """
        let terms = try TermTextReader.placedTerms(in: Array(text.utf8), file: "steps")
        #expect(terms.map(\.place.description) == ["2:1", "4:3", "6:13", "7:1"])
        #expect(
            terms.map { $0.elementPlaces.map(\.description) }
                == [["2:2", "2:7", "3:3"], ["4:4", "4:9", "4:14"], [], []])
        #expect(terms.map(\.term).last == .string("string"))
    }

    @Test func firstTermIsReadWithoutTheRest() throws {
        #expect(try TermTextReader.firstTerm(in: Array("a. {b".utf8), file: "f") == .atom("a"))
        #expect(try TermTextReader.firstTerm(in: Array("a. \u{FFFE}".utf8) + [0xFF], file: "f") == .atom("a"))
        #expect(try TermTextReader.firstTerm(in: Array("% nothing".utf8), file: "f") == nil)
    }

    @Test(arguments: [("", "1:1: no term"), ("a. b.", "1:6: more than one term")])
    func soleTermIsOne(_ text: String, _ message: String) throws {
        let error = try #require(throws: TermTextError.self) {
            try TermTextReader.soleTerm(in: Array(text.utf8), file: "x.app")
        }
        #expect(error.code == .count)
        #expect(error.description == "cannot read 'x.app': \(message)")
    }

    @Test(arguments: ["\"text\"", "text", "{a, [b]} ", "a % comment"])
    func readsOptionsWithoutADot(_ text: String) throws {
        let term = try TermTextReader.term(fromText: text, name: "--up")
        #expect(try TermTextReader.soleTerm(in: Array("\(text)\n.".utf8), file: "") == term)
    }

    @Test(arguments: ["[", "{", "(", "<<(", "#{a=>", "[a|", "{a b,["])
    func deepNestingIsAnError(_ open: String) throws {
        for depth in [1_001, 10_000] {
            let text = String(repeating: open, count: depth)
            let error = try #require(throws: TermTextError.self) {
                try TermTextReader.terms(in: Array(text.utf8), file: "deep")
            }
            #expect(error.code == (open == "{a b,[" ? .syntax : .tooDeep))
        }
    }

    @Test func nestingUpToTheLimitIsRead() throws {
        let depth = TermTextReader.maximumDepth
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let term = try TermTextReader.term(fromText: text, name: "deep")
        #expect(TermTextPrinter.text(of: term, style: .plain) == text)
    }

    @Test(arguments: [
        "<<0:1000000000000>>", "<<0:9223372036854775807/unit:256>>", String(repeating: "9", count: 70_000),
    ])
    func hugeNumbersAreAnError(_ text: String) throws {
        let error = try #require(throws: TermTextError.self) { try TermTextReader.term(fromText: text, name: "huge") }
        #expect(error.code == .tooLarge)
    }
}
