package import ArgumentParser
import BeamFiles
package import CommandLine
internal import Files
import Overviews
internal import ReleaseDiffs
import Tarballs
import UpgradeDocuments
import UpgradeStages

package struct RelupDiff: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-diff",
        abstract: "Finds what changed between releases.",
        discussion: """
            Compares the named releases, or those of the upgrade document on standard input, and writes the document \
            with what it found. On a terminal it shows that for people. It also compares two beams.
            """,
        negative: "with --exit-code, they differ",
        examples: """
            relup-diff demo-1.0.0.tar.gz demo-1.1.0.tar.gz --table
            relup-diff <upgrade.term >compared.term
            relup-diff work/demo-*/lib/demo-*/ebin/Elixir.Demo.Visits.beam
            """)

    @Flag(help: "Compare all chunks of beams, as beam_lib:cmp/2 does, debug information included.")
    var strictChunks = false

    enum Form: String, EnumerableFlag {
        case json, summary, table

        static func help(for form: Form) -> ArgumentHelp? {
            switch form {
            case .json: "Write what changed as JSON."
            case .summary: "Write one line for each base release."
            case .table: "Write what changed for people, even if standard output is not a terminal."
            }
        }
    }

    @Flag var form: Form?

    @Flag(help: "End with status 1 if the releases differ.")
    var exitCode = false

    @Argument(help: "Release tarballs or directories, the new release last; or two beams.")
    var releases: [String] = []

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        if releases.count == 2, releases.contains(where: Self.isBeam) { return try compareBeams() }
        let stage = DiffStage(comparesAllChunks: strictChunks)
        var document: UpgradeDocument
        if releases.isEmpty {
            document = try UpgradeDocument.read()
            try stage.apply(to: &document)
        } else {
            document = try stage.document(comparing: releases)
        }
        let writesDocument = form == nil && !StandardOutput.isTerminal
        if writesDocument { try document.write() }
        if writesDocument, !exitCode { return .done }
        let diffs = try document.diffs()
        switch form {
        case nil where writesDocument: break
        case nil, .table: try StandardOutput.write(diffs.map(DiffText.table).joined(separator: "\n"))
        case .summary: try StandardOutput.write(diffs.map { "\(DiffText.summary($0))\n" }.joined())
        case .json: try StandardOutput.write("\(JSON.array(diffs.map { JSON($0.term) }).text)\n")
        }
        return exitCode && diffs.contains { !$0.isEmpty } ? .negative : .done
    }

    /// Whether a file is a beam, compressed or not; what else is compressed is a tarball.
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

    /// With `--json` a beam that cannot be read has its line, too, before the error.
    private func compareBeams() throws -> ExitStatus {
        let beams = try releases.map { try WholeFile.read($0) }
        let names = releases.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        let comparison = BeamComparison(beams[0], beams[1], names: (names[0], names[1]))
        let isChanged = strictChunks ? comparison.reason != nil : comparison.isChanged
        if form == .json { try StandardOutput.write(BeamComparisonText.json(comparison, isChanged: isChanged)) }
        if let error = comparison.errors.first { throw error }
        if form != .json { try StandardOutput.write(BeamComparisonText.line(comparison, isChanged: isChanged)) }
        return exitCode && isChanged != false ? .negative : .done
    }
}
