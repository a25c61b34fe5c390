package import ArgumentParser
package import CommandLine
import Tarballs
import UpgradeDocuments
import UpgradeStages

package struct RelupUnpack: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-unpack",
        abstract: "Unpacks release tarballs and begins the upgrade document.",
        discussion: """
            Unpacks each release into a directory NAME-VSN. The upgrade document, which the other tools of the pipe \
            read, goes to standard output.
            """,
        examples: """
            relup-unpack -C work demo-1.0.0.tar.gz demo-1.1.0.tar.gz >upgrade.term
            cat demo-1.1.0.tar.gz | relup-unpack -C incoming - >release.term
            """)

    @Option(name: [.customShort("C"), .long], help: "The directory to unpack the releases into.")
    var directory = "."

    @Flag(name: .overwrite, help: "Replace releases that are already unpacked there.")
    var overwrite = false

    @Option(help: "How many bytes a tarball may unpack to.")
    var maxSize = TarballLimits().maxSize

    @Option(help: "How many entries a tarball may have.")
    var maxEntries = TarballLimits().maxEntries

    @Argument(help: "Release tarballs, the new release last; - is standard input.")
    var tarballs: [String]

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let progress = ProgressLine(reporter)
        defer { progress.clear() }
        var stage = UnpackStage(
            directory: directory, replacesExisting: overwrite,
            limits: TarballLimits(maxSize: maxSize, maxEntries: maxEntries))
        stage.onEntry = { progress.count($0, of: $1 == "-" ? "standard input" : $1) }
        let document = try stage.document(unpacking: tarballs)
        progress.clear()
        try document.write()
        return .done
    }
}
