import ErlangTerms
import Files
import RelupModifications
import Relups
import TestSupport
import Testing

/// What edeliver 1.9.2 makes of relups, byte for byte; each folder of `fixtures/edeliver` is a case.
///
/// An `expected.error` is how the message begins: a reader says more of what is wrong with a text.
struct EdeliverVectorTests {
    static let cases = (try? Directory.names(in: Fixture.path("edeliver"))) ?? []

    @Test(arguments: cases)
    func strictDialectGivesTheSameBytes(name: String) throws {
        let vector = try EdeliverVector(name)
        do {
            let relup = try vector.modified(dialect: .strict)
            let expected = try #require(vector.expected, "an error expected")
            let bytes = TermTextPrinter.latin1Bytes(of: relup.term) + Array(".\n".utf8)
            #expect(bytes == expected, "\(String(decoding: bytes, as: UTF8.self))")
        } catch let error where error is ModificationError || error is RelupError {
            #expect(vector.expected == nil, "\(error)")
            let expected = try Fixture.text("edeliver/\(name)/expected.error")
            #expect("\(error)".hasPrefix(expected.dropLast()))
        }
    }
}
