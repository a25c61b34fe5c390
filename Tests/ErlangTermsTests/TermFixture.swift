import ErlangTerms
import Files
import TestSupport

/// The folders of `fixtures/terms`: a text and what `file:consult/1` and `io_lib:format/2`, OTP 25.2, make of it.
enum TermFixture {
    /// A fixture is not what its test takes it for.
    struct Malformed: Error {}

    /// Those whose text is terms.
    static let terms = all.filter { !has("error.term", $0) }
    /// Those that `file:consult/1` refuses.
    static let errors = all.filter { has("error.term", $0) }

    /// The term of a fixture; of several, or none, the list of them.
    static func term(_ name: String) throws -> ErlangTerm {
        let terms = try TermTextReader.terms(in: Fixture.bytes("terms/\(name)/input.term"), file: "input.term")
        return terms.count == 1 ? terms[0] : .list(terms)
    }

    private static let all = (try? Directory.names(in: Fixture.path("terms"))) ?? []

    /// Whether a fixture has a file of that name.
    static func has(_ file: String, _ name: String) -> Bool {
        (try? Directory.names(in: Fixture.path("terms/\(name)")))?.contains(file) ?? false
    }
}
