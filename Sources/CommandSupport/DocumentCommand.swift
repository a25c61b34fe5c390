internal import Files
public import UpgradeDocuments

/// Reading and writing the document that flows through the pipe.
public enum DocumentCommand {
    /// The document in a file, or on standard input if `path` is `-`.
    public static func read(_ path: String = "-") throws -> UpgradeDocument {
        let bytes = try WholeFile.read(path)
        return try UpgradeDocumentReader.document(in: bytes, named: path == "-" ? "standard input" : "'\(path)'")
    }

    /// Writes a document to standard output.
    public static func write(_ document: UpgradeDocument) throws {
        try WholeFile.write(document.text, to: "-")
    }
}
