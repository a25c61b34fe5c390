internal import ErlangTerms

/// What reads bytes that no one need trust.
///
/// Each is given any bytes and reads them or refuses them with an error; a trap, a broken property, a leak or endless
/// work is a fault of ours. `dev/fuzz` searches for such bytes; those that it found are fixtures of an ordinary test.
package enum FuzzTarget: String, CaseIterable, Sendable {
    case text, external, beam, tarball, document, appup, relup

    /// What becomes of bytes: the error that they are refused with, or that they are read.
    package func outcome(of bytes: [UInt8]) -> String {
        do {
            switch self {
            case .text: try Self.readText(bytes)
            case .external: try Self.readExternal(bytes)
            case .beam: try Self.readBeam(bytes)
            case .tarball: try Self.readTarball(bytes)
            case .document: try Self.readDocument(bytes)
            case .appup: try Self.readAppup(bytes)
            case .relup: try Self.readRelup(bytes)
            }
            return "read"
        } catch {
            return "\(error)".replacing(Self.path, with: "input")
        }
    }

    private static func readText(_ bytes: [UInt8]) throws {
        let term = ErlangTerm.list(try TermTextReader.terms(in: bytes, file: "input"))
        // Without a comment that names its encoding a text may name another one in a string of its own.
        let encoding = Array("%% coding: utf-8\n".utf8)
        for style in TermTextPrinter.Style.allCases {
            let text = encoding + TermTextPrinter.bytes(of: term, style: style) + Array(".".utf8)
            require(try TermTextReader.soleTerm(in: text, file: "printed") == term, "\(style) prints what it read")
        }
    }

    private static func readExternal(_ bytes: [UInt8]) throws {
        let term = try ExternalTermReader.term(in: bytes)
        require(try ExternalTermReader.term(in: ExternalTermWriter.bytes(of: term)) == term, "writes what it read")
        _ = TermTextPrinter.text(of: term, style: .prettyUnicode)
    }

    static func require(_ holds: @autoclosure () throws -> Bool, _ property: String) {
        if (try? holds()) != true { fatalError("violated: \(property)") }
    }
}
