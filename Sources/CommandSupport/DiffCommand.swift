internal import ReleaseDiffs
internal import UpgradeDocuments

/// `relup-diff`: compares the releases of the document on standard input, or those that are named.
public struct DiffCommand: Sendable {
    /// Tarballs or directories, the new release last; none for the document on standard input.
    public var releases: [String]
    public var comparesAllChunks: Bool
    /// Whether a difference makes the answer negative.
    public var tellsByStatus: Bool

    public init(releases: [String], comparesAllChunks: Bool, tellsByStatus: Bool) {
        self.releases = releases
        self.comparesAllChunks = comparesAllChunks
        self.tellsByStatus = tellsByStatus
    }

    public func run() throws -> ExitStatus {
        let stage = DiffStage(comparesAllChunks: comparesAllChunks)
        var document: UpgradeDocument
        if releases.isEmpty {
            document = try DocumentCommand.read()
            try stage.apply(to: &document)
        } else {
            document = try stage.document(comparing: releases)
        }
        try DocumentCommand.write(document)
        return try tellsByStatus && document.diffs().contains { !$0.isEmpty } ? .negative : .done
    }
}
