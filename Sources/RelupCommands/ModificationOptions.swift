import ArgumentParser
internal import LibC
import RelupModifications

/// How to modify the relup.
struct ModificationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How to modify the relup.", valueName: "default|phoenix|none|file"))
    var modification: String?

    @Option(help: ArgumentHelp("Apply one of edeliver's instructions; may be repeated.", valueName: "instruction arg…"))
    var apply: [String] = []

    @Option(help: ArgumentHelp("Modify the relup with this module of the release, in a VM.", valueName: "module"))
    var relupMod: String?

    @Option(help: ArgumentHelp("The unpacked release that --relup-mod runs in.", valueName: "folder"))
    var release: String?

    @Flag(help: "Do not modify the relup.")
    var skipRelupMod = false

    @Option(help: ArgumentHelp("Then pipe the relup through this shell command.", valueName: "command"))
    var with: String?

    @Option(help: ArgumentHelp("The modules that the node runs, as relup-runtime built them.", valueName: "folder"))
    var runtimeDir: String?

    @Flag(help: "Leave consolidated protocols and runtime configuration alone.")
    var withoutHooks = false

    var request: ModificationRequest {
        var request = ModificationRequest()
        request.choice = .init(modification: modification, module: relupMod, skips: skipRelupMod)
        request.commands = apply
        request.filter = with
        request.release = release
        request.leavesOutAdditions = withoutHooks
        request.runtimeDirectory = runtimeDir ?? BesideTheTools.runtime
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
