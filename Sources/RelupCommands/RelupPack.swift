package import ArgumentParser
package import CommandLine
internal import SystemPackage
import Tarballs
import UpgradeDocuments
import UpgradeStages

package struct RelupPack: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-pack",
        abstract: "Packs an upgrade tarball that release_handler installs.",
        discussion: """
            Reads the upgrade document on standard input and packs its new release with the relup, the missing appups, \
            and the files that release_handler needs. With --prepare it makes a plain first release upgradable.
            """,
        negative: "the verdict is restart (see --force)",
        examples: """
            relup-pack -o demo-1.1.0.upgrade.tar.gz --checksum <modified.term
            relup-pack --prepare demo-1.0.0.tar.gz -o demo-1.0.0.prepared.tar.gz
            """)

    @OptionGroup var tarball: TarballOptions

    @Flag(help: "Replace an existing tarball.")
    var overwrite = false

    @Flag(help: "Pack even if the verdict is restart, and replace an existing tarball.")
    var force = false

    @Flag(help: "Leave out files that all old releases have: the tarball then cannot be a first release.")
    var slim = false

    @Flag(help: "Make a release, tarball or directory, upgradable.")
    var prepare = false

    @Option(
        help: ArgumentHelp(
            "With --prepare: the folder in the tarball that has the release, such as opt/demo in the layer of an image.",
            valueName: "folder"))
    var below: String?

    @Argument(help: "The upgrade document, by default standard input; with --prepare, the release.")
    var input: String?

    package func validate() throws {
        if prepare, input == nil { throw ValidationError("--prepare needs a release") }
        if below != nil, !prepare { throw ValidationError("--below goes with --prepare") }
        if let below, folder == nil { throw ValidationError("--below: '\(below)' is no folder of a tarball") }
        if prepare, slim { throw ValidationError("--slim does not go with --prepare: a first release is whole") }
    }

    package init() {}

    /// As an image has it, the name may begin with a slash.
    private var folder: EntryPath? { below.flatMap { try? EntryPath(String($0.drop { $0 == "/" })) } }

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let progress = ProgressLine(reporter)
        defer { progress.clear() }
        var stage = PackStage(
            output: tarball.output, overwrites: overwrite || force, ignoresVerdict: force,
            compression: tarball.compression,
            isSlim: slim, writesChecksum: tarball.checksum)
        stage.onEntry = { progress.count($0, of: tarball.output) }
        stage.onLeftOut = { reporter.note(LeftOut.message($0, of: $1)) }
        stage.onForced = { reporter.warning("packed all the same: \($0)") }
        if prepare {
            try stage.prepare(input ?? "-", folder: folder)
        } else {
            try stage.pack(UpgradeDocument.read(input ?? "-"))
        }
        progress.clear()
        if tarball.output != "-", reporter.isOnTerminal {
            let next = prepare ? "nodes started from it take upgrades" : "relup-install installs it on a node"
            reporter.note(
                "wrote '\(tarball.output)' (\(FileSize.text(try FilePath(tarball.output).stat().size))); \(next)")
        }
        return .done
    }
}
