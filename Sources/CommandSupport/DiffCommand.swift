internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Glibc
internal import ReleaseDiffs
internal import Tarballs
internal import UpgradeDocuments

/// `relup-diff`: compares the releases of the document on standard input, those that are named, or two beams.
public struct DiffCommand: Sendable {
    /// What is written.
    public enum Form: Sendable {
        /// The document if a program reads it, `table` on a terminal.
        case automatic
        case document, json, summary
        /// For people, one line each.
        case table
    }

    /// Tarballs or directories, the target last; none for the document on standard input.
    public var releases: [String]
    public var comparesAllChunks: Bool
    public var form: Form
    /// Whether a difference makes the answer negative.
    public var tellsByStatus: Bool

    public init(releases: [String], comparesAllChunks: Bool, form: Form, tellsByStatus: Bool) {
        self.releases = releases
        self.comparesAllChunks = comparesAllChunks
        self.form = form
        self.tellsByStatus = tellsByStatus
    }

    public func run() throws -> ExitStatus {
        if releases.count == 2, releases.contains(where: Self.isBeam) { return try compareBeams() }
        let stage = DiffStage(comparesAllChunks: comparesAllChunks)
        var document: UpgradeDocument
        if releases.isEmpty {
            document = try DocumentCommand.read()
            try stage.apply(to: &document)
        } else {
            document = try stage.document(comparing: releases)
        }
        let diffs = try document.diffs()
        switch form {
        case .automatic where isatty(STDOUT_FILENO) == 0, .document: try DocumentCommand.write(document)
        case .automatic, .table:
            try write(diffs.map { TerminalText.escaped(DiffText.table($0)) }.joined(separator: "\n"))
        case .summary: try write(diffs.map { "\(DiffText.summary($0))\n" }.joined())
        case .json: try write("\(JSON.array(diffs.map { JSON($0.term) }).text)\n")
        }
        return tellsByStatus && diffs.contains { !$0.isEmpty } ? .negative : .done
    }

    /// Whether a file is a beam, compressed or not; any other compressed file is a tarball.
    private static func isBeam(_ path: String) -> Bool {
        guard path != "-", !Directory.exists(path), let start = try? WholeFile.prefix(of: path, count: 4) else {
            return false
        }
        guard start.starts(with: [0x1F, 0x8B]) else { return BeamReader.mayBeBeam(start) }
        do {
            _ = try TarballReader(path).next()
            return false
        } catch {
            return error.code == .unknownFormat
        }
    }

    /// With `json`, beams that cannot be read get their line, too, before the error.
    private func compareBeams() throws -> ExitStatus {
        let (left, right) = (releases[0], releases[1])
        let names = (Self.baseName(left), Self.baseName(right))
        let beams = (try WholeFile.read(left), try WholeFile.read(right))
        let comparison = BeamComparison(beams.0, beams.1, names: names)
        let isChanged = comparesAllChunks ? comparison.reason != nil : comparison.isChanged
        let reason = comparison.reason.map { TermTextPrinter.text(of: $0, style: .plain) } ?? "ok"
        if form == .json {
            let digests = comparison.md5.map { digest in digest.map { JSON.string($0.hexadecimal) } ?? .null }
            let json = JSON.object([
                ("name", comparison.module.map { .string($0.name) } ?? .null),
                ("changed", isChanged.map { .boolean($0) } ?? .null), ("cmp", .string(reason)),
                ("md5", .array(digests)),
            ])
            try write("\(json.text)\n")
        }
        if let error = comparison.errors.first { throw error }
        if form != .json, let module = comparison.module {
            let change = isChanged == false ? "unchanged" : "changed"
            try write("\(TerminalText.escaped(module.name)): \(change) (\(reason))\n")
        }
        return tellsByStatus && isChanged != false ? .negative : .done
    }

    private static func baseName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private func write(_ text: String) throws {
        try WholeFile.write(Array(text.utf8), to: "-")
    }
}
