package import ArgumentParser
import AutomaticVersions
package import CommandLine
import Releases
import Tarballs
import UpgradeStages

package struct RelupVersion: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-version",
        abstract: "Gives a release versions that follow from what it contains.",
        discussion: """
            The last release is the new one. Each of its applications that differs from an old release under the same \
            version gets a new one, such as 0.1.0+r.1a2b3c4d, and so does the release itself. Without old releases only \
            the release gets one. Prints the old releases that differ from the new one, a line each.
            """,
        negative: "all old releases run the same as the new one",
        examples: """
            relup-version demo-1.0.0.tar.gz demo-1.1.0.tar.gz -o demo.versioned.tar.gz
            relup-version demo-1.0.0.tar.gz --label 4f2a91c -o demo.first.tar.gz
            """)

    @Option(name: .shortAndLong, help: "The tarball to write; - is standard output, if there are no old releases.")
    var output: String

    @Option(help: ArgumentHelp("Put this before the hash in each new version.", valueName: "suffix"))
    var versionSuffix: String?

    @Option(help: ArgumentHelp("What you call the build, such as a commit; kept in the release.", valueName: "text"))
    var label: String?

    @Flag(name: .overwrite, help: "Replace an existing tarball.")
    var overwrite = false

    @Argument(help: "Release tarballs or directories, the new release last.")
    var releases: [String]

    package func validate() throws {
        if let versionSuffix, !BuildVersion.isSuffix(versionSuffix) {
            throw ValidationError("'\(versionSuffix)' cannot be part of a version: letters, digits, - and . can")
        }
        if let label, label.isEmpty || label.utf8.count > 256 || label.unicodeScalars.contains(where: { $0.value < 32 })
        {
            throw ValidationError("a label is one line of at most 256 bytes")
        }
        if output == "-" {
            guard releases.count == 1 else { throw ValidationError("-o - does not go with old releases") }
            if StandardOutput.isTerminal { throw ValidationError("a tarball is not written to a terminal") }
        }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let progress = ProgressLine(reporter)
        defer { progress.clear() }
        var stage = VersionStage(output: output, overwrites: overwrite, suffix: versionSuffix, label: label)
        stage.onEntry = { progress.count($0, of: output) }
        stage.onLeftOut = { reporter.note(LeftOut.message($0, of: releases.last!)) }
        let result = try stage.version(releases.last!, bases: releases.dropLast())
        progress.clear()
        let release = result.contents.release
        if result.assignment.version != release.version.text {
            reporter.note("\(release.name) \(release.version) becomes \(result.assignment.version)")
        }
        for entry in release.applications {
            guard let version = result.assignment.applications[entry.name], version != entry.version.text else {
                continue
            }
            reporter.note("\(entry.name) \(entry.version) becomes \(version)")
        }
        for path in releases.dropLast() where !result.upgraded.contains(path) {
            reporter.note("'\(path)' runs the same as '\(releases.last!)': nothing to upgrade")
        }
        if output != "-" { try StandardOutput.write(result.upgraded.map { "\($0)\n" }.joined()) }
        return .done
    }
}

/// What a directory contains besides the release.
enum LeftOut {
    static func message(_ paths: [String], of directory: String) -> String {
        let shown = paths.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        let more = paths.count > 12 ? " and \(paths.count - 12) more" : ""
        return "left out of '\(directory)', since they are not of its release: \(shown)\(more)"
    }
}
