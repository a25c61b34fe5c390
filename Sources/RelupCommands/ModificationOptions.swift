import ArgumentParser
internal import Glibc
import RelupModifications

/// What is done to the relup.
struct ModificationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The modification.", valueName: "default|phoenix|none|file"))
    var modification: String?

    @Option(help: ArgumentHelp("One of edeliver's instructions; may be repeated.", valueName: "instruction arg…"))
    var apply: [String] = []

    @Option(help: ArgumentHelp("Run this module of the release, in an Erlang VM.", valueName: "module"))
    var relupMod: String?

    @Option(help: ArgumentHelp("The unpacked release that --relup-mod runs in.", valueName: "folder"))
    var release: String?

    @Flag(help: "Do not modify the relup.")
    var skipRelupMod = false

    @Option(help: ArgumentHelp("Pipe the relup through this shell command, too.", valueName: "command"))
    var with: String?

    @Option(help: ArgumentHelp("What runs on the node, built by relup-runtime.", valueName: "folder"))
    var runtimeDir: String?

    @Flag(help: "Leave consolidated protocols and runtime configuration alone.")
    var withoutHooks = false

    var request: ModificationRequest {
        var request = ModificationRequest()
        request.choice = .init(modification: modification, module: relupMod, skips: skipRelupMod)
        request.commands = apply
        request.filter = with
        request.release = release
        request.leavesOutHooks = withoutHooks
        request.runtimeDirectory = runtimeDir ?? RuntimeFolder.path
        return request
    }

    /// edeliver's variables, as far as they are set.
    static var environment: [String: String] {
        var values: [String: String] = [:]
        for name in ["RELUP_MODIFICATION_MODULE", "SKIP_RELUP_MODIFICATIONS"] {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}
