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
}
