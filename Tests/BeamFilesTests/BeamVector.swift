import BeamFiles
import ErlangTerms
import Files
import TestSupport
import Testing

/// Two beams and what beam_lib of OTP 25.2 says about them: `fixtures/beams/NNN/{a.beam,b.beam,expected.term}`.
struct BeamVector: Sendable, CustomTestStringConvertible {
    let folder: String
    let name: Atom
    /// `ok` or `{error, Reason}`.
    let comparison: ErlangTerm
    let beams: [Beam]

    struct Beam: Sendable {
        let file: String
        let bytes: [UInt8]
        let facts: [Atom: ErlangTerm]

        func read() throws(BeamError) -> BeamFile { try BeamReader.read(bytes, file: file) }
    }

    static let all: [BeamVector] = {
        do {
            return try Directory.names(in: Fixture.path("beams")).map { try BeamVector(folder: "beams/\($0)") }
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private init(folder: String) throws {
        self.folder = folder
        let terms = try TermTextReader.terms(in: Fixture.bytes("\(folder)/expected.term"), file: folder)
        let values = Self.values(terms)
        name = values["name"]!.atom!
        comparison = values["cmp"]!
        beams = try ["a", "b"].map { (name: Atom) in
            Beam(
                file: "\(name).beam", bytes: try Fixture.bytes("\(folder)/\(name).beam"),
                facts: Self.values(values[name]!.list!))
        }
    }

    private static func values(_ pairs: [ErlangTerm]) -> [Atom: ErlangTerm] {
        Dictionary(uniqueKeysWithValues: pairs.map { ($0.tuple![0].atom!, $0.tuple![1]) })
    }

    var testDescription: String { "\(folder) \(name)" }
}
