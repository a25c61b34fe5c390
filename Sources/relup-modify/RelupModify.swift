import ArgumentParser
import CommandSupport
import RelupModifications

@main struct RelupModify: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-modify",
        abstract: "Modifies a relup, as edeliver's relup modifications do.",
        discussion: "See Documentation/Modifications.md for the instructions, and for files of your own.")

    @Argument(help: "The relup (- is standard input).")
    var input = "-"

    @Option(help: "The name of the release.")
    var name: String?

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

    @Flag(help: "Do what edeliver 1.9.2 does, term for term.")
    var strict = false

    @Option(help: ArgumentHelp("Whose modules run on the node.", valueName: "edeliver|relup_runtime"))
    var runtime: String?

    @Option(help: ArgumentHelp("What runs on the node, built by relup-runtime.", valueName: "folder"))
    var runtimeDir: String?

    @Flag(help: "Leave consolidated protocols and runtime configuration alone.")
    var withoutHooks = false

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the relup goes (- is standard output).", valueName: "file"))
    var output = "-"

    @Flag(help: "Overwrite the file that is there.")
    var force = false

    func execute(reporter: Reporter) throws -> ExitStatus {
        var request = ModificationRequest()
        request.choice = .init(modification: modification, module: relupMod, skips: skipRelupMod)
        request.commands = apply
        request.filter = with
        request.release = release
        request.leavesOutHooks = withoutHooks
        request.runtimeDirectory = runtimeDir ?? ""
        return try ModifyCommand(
            request: request, name: name, dialect: strict ? .strict : .repaired, runtime: runtime, input: input,
            output: output, overwrites: force, showsDifference: dryRun
        ).run(reporter: reporter)
    }
}
