import ErlangTerms
import TestSupport
import Testing

struct TermTextReaderTests {
    @Test(arguments: TermFixture.terms)
    func reads(_ name: String) throws {
        _ = try TermTextReader.terms(in: Fixture.bytes("terms/\(name)/input.term"), file: name)
    }

    @Test(arguments: TermFixture.errors)
    func refuses(_ name: String) throws {
        #expect(throws: TermTextError.self) {
            _ = try TermTextReader.terms(in: Fixture.bytes("terms/\(name)/input.term"), file: name)
        }
    }
}
