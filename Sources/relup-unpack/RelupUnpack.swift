import ArgumentParser
import CommandSupport
import Tarballs
import UpgradeDocuments

@main
struct RelupUnpack: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-unpack", abstract: "Unpacks release tarballs and begins the upgrade document.",
        discussion: """
            Each release comes into a directory NAME-VSN. The upgrade document, which the other tools of the pipe read, \
            goes to standard output.
            """)

    @Option(name: [.customShort("C"), .long], help: "Where the releases are unpacked.")
    var directory = "."

    @Flag(help: "Replace releases that are unpacked there already.")
    var force = false

    @Option(help: "Bytes that a tarball may unpack to.")
    var maxSize = TarballLimits().maxSize

    @Option(help: "Entries that a tarball may have.")
    var maxEntries = TarballLimits().maxEntries

    @Argument(help: "Release tarballs, the new release last; - is standard input.")
    var tarballs: [String]

    func execute(reporter: Reporter) throws -> ExitStatus {
        let progress = ProgressLine(reporter)
        defer { progress.clear() }
        var stage = UnpackStage(
            directory: directory, replacesExisting: force,
            limits: TarballLimits(maxSize: maxSize, maxEntries: maxEntries))
        stage.onEntry = { progress.count($0, of: $1 == "-" ? "standard input" : $1) }
        let document = try stage.document(unpacking: tarballs)
        progress.clear()
        try DocumentCommand.write(document)
        return .done
    }
}
