import Testing

@testable import ErlangTerms

@Suite struct TermTextTests {
    @Test(
        arguments: [
            "a.", " % first {\n{a, % [\n 'b,\\'[', \"c]\\\"\\\\\", $,, $\\\\, $\\^[, $', -1.5e3, 16#ff} % }\n .",
            "[a|b].", "[[],[1,[2]],{},{1,{2}}, #{}].", "\"text\".", "[{1,\"a\" \"b\"},(2)].",
            "#{a=>1, {b,c} => <<\"x,y\">>, [d] => #{e => <<1,2:3,\"=>\"/utf8>>}, 'f g'=><<>>}.",
            "#{a => 1, a => 2}.", "{fun lists:map/2,<<>>,\"ü\",'木'}.", "%% coding: latin-1\n{a}.",
        ])
    func hasThePartsOfTheTerm(text: String) throws {
        let bytes = Array(text.utf8)
        compare(try #require(TermText(fileContents: bytes)), try TermTextReader.soleTerm(in: bytes, file: "text"))
    }

    /// Parts whose ends are remembered, beside others.
    @Test func hasThePartsOfALongTerm() throws {
        let number = Array(repeating: "1 , % ]\n", count: 100).joined()
        let list = "[ [\(number) 2],[\(number) 3 |a ] , \"\(number)\" ]"
        let text =
            "#{ {k, \(list)} =>\n\(list), short => {\(list),<<\"\(number)\">>,'\(list.prefix(200))'}, [] => [\(list)]}."
        let bytes = Array(text.utf8)
        compare(try #require(TermText(fileContents: bytes)), try TermTextReader.soleTerm(in: bytes, file: "text"))
    }

    private func compare(_ text: TermText, _ term: ErlangTerm) {
        #expect(text.term == term)
        switch term {
        case .list(let elements):
            guard let parts = text.elements else { return #expect(text.bytes.contains(UInt8(ascii: "\""))) }
            compare(parts, elements)
        case .tuple(let elements): compare(text.tuple ?? [], elements)
        case .map(let map):
            let associations = text.associations ?? []
            #expect(ErlangMap(associations.map { ($0.key.term, $0.value.term) }) == map)
        default: #expect(text.elements == nil && text.tuple == nil && text.associations == nil)
        }
    }

    private func compare(_ parts: [TermText], _ elements: [ErlangTerm]) {
        #expect(parts.count == elements.count)
        for (part, element) in zip(parts, elements) { compare(part, element) }
    }

    /// Texts that are wrong, or that versions of OTP do not read alike.
    @Test(
        arguments: [
            "", "a", "a. b.", "[1,2", "{1,2].", "#{a => }.", "#{a = > 1}.", "[a|b,c].", "{a|b}.", "{maybe,1}.",
            "\"a\"\"b\".",
            "~s\"a\".", "\"\"\"\na\n\"\"\".", "{a,\u{FFFE}}.",
        ])
    func leavesOtherTextsToTheReader(text: String) {
        #expect(TermText(fileContents: Array(text.utf8)) == nil)
    }

    @Test func fieldsOfATextAreThoseOfTheTerm() throws {
        let text = "#{a => 1,b => [#{c => x},#{c => y}],a => 2}."
        let fields = try TermFields(.text(#require(TermText(fileContents: Array(text.utf8)))), at: "here")
        #expect(try fields.integer("a") == 2)
        #expect(fields["d"] == nil)
        let places = try fields.each("b") { (element, place) throws(TermShapeError) in
            "\(place) \(try TermFields(element, at: place).atom("c"))"
        }
        #expect(places == ["here.b[0] x", "here.b[1] y"])
        #expect(throws: TermShapeError("here.a", expected: "a list")) {
            try fields.each("a") { (element, _) throws(TermShapeError) in element.term }
        }
        #expect(throws: TermShapeError("here", expected: "a map")) {
            try TermFields(.text(#require(TermText(fileContents: Array("a.".utf8)))), at: "here")
        }
    }
}
