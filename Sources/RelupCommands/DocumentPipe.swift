internal import Files
internal import SystemPackage
import UpgradeDocuments

/// The document that flows through the pipe.
extension UpgradeDocument {
    /// The document in a file, or on standard input if `path` is `-`.
    static func read(_ path: String = "-") throws -> UpgradeDocument {
        let bytes = try WholeFile.read(path)
        return try UpgradeDocumentReader.document(in: bytes, named: path == "-" ? "standard input" : "'\(path)'")
    }

    /// Writes the document to standard output.
    func write() throws {
        for piece in pieces { try WholeFile.write(piece, to: .standardOutput, named: "standard output") }
    }
}
