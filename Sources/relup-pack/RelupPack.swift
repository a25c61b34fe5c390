import ArgumentParser
import CommandSupport
import Tarballs
import UpgradeDocuments

@main
struct RelupPack: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-pack", abstract: "Packs an upgrade tarball that release_handler installs.",
        discussion: """
            Reads the upgrade document on standard input and packs its new release with the relup, the appups that it \
            lacks, and what release_handler asks for. With --prepare it makes a plain first release upgradable.
            """)

    @Option(name: .shortAndLong, help: "The tarball to write.")
    var output: String

    @Flag(help: "Overwrite the tarball if it is there, and pack although the verdict is restart.")
    var force = false

    @Flag(help: "Compress as well as possible, where entries are compressed at all.")
    var best = false

    @Flag(help: "Pack a release, tarball or directory, as one that can be upgraded.")
    var prepare = false

    @Argument(help: "The upgrade document, standard input if it is missing; with --prepare the release.")
    var input: String?

    func validate() throws {
        if prepare, input == nil { throw ValidationError("--prepare needs a release") }
    }

    func execute(reporter: Reporter) throws -> ExitStatus {
        let stage = PackStage(
            output: output, overwrites: force, ignoresVerdict: force, compression: best ? .best : .fast)
        if prepare {
            try stage.prepare(input ?? "-")
        } else {
            try stage.pack(DocumentCommand.read(input ?? "-"))
        }
        return .done
    }
}
