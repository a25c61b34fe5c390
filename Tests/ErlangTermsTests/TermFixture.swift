import Files
import TestSupport

/// The folders of `fixtures/terms`: a text and what `file:consult/1` and `io_lib:format/2`, OTP 25.2, make of it.
enum TermFixture {
    /// Those whose text is terms.
    static let terms = all.filter { !isError($0) }
    /// Those that `file:consult/1` refuses.
    static let errors = all.filter(isError)

    private static let all = (try? Directory.names(in: Fixture.path("terms"))) ?? []

    private static func isError(_ name: String) -> Bool {
        (try? Fixture.bytes("terms/\(name)/error.term")) != nil
    }
}
