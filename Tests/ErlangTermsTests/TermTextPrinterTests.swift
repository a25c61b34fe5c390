import ErlangTerms
import TestSupport
import Testing

struct TermTextPrinterTests {
    @Test(arguments: TermFixture.terms)
    func prints(_ name: String) throws {
        let term = try TermFixture.term(name)
        #expect(try TermTextPrinter.text(of: term, style: .pretty) == Fixture.text("terms/\(name)/p.txt"))
        #expect(try TermTextPrinter.text(of: term, style: .prettyUnicode) == Fixture.text("terms/\(name)/tp.txt"))
        #expect(try TermTextPrinter.text(of: term, style: .plain) == Fixture.text("terms/\(name)/w.txt"))
        let tw = try Fixture.text("terms/\(name)/\(TermFixture.has("tw.txt", name) ? "tw" : "w").txt")
        #expect(TermTextPrinter.text(of: term, style: .plainUnicode) == tw)
    }

    @Test(arguments: [
        ("lists", "fun lists:f/1"), ("a@b", "fun 'a@b':f/1"), ("end", "fun 'end':f/1"), ("é", "fun é:f/1"),
        ("ж", "fun 'ж':f/1"),
    ])
    func funsCanBeRead(_ module: String, _ text: String) throws {
        let fun = ErlangTerm.externalFunction(module: Atom(module), function: "f", arity: 1)
        #expect(TermTextPrinter.text(of: fun, style: .prettyUnicode) == text)
        #expect(try TermTextReader.term(fromText: text, name: "fun") == fun)
    }
}
