import ArgumentParser
import CommandSupport

@main
struct RelupCheck: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-check", abstract: "Tells whether an upgrade can be installed on a running node.",
        usage: """
            relup-check [options]                        the document on standard input, which is passed on
            relup-check [options] OLD... UPGRADE         an upgrade tarball and the releases that it starts from
            relup-check [options] RELUP --old DIR --new DIR
            """,
        discussion: """
            The verdict is hot, review or restart; restart ends with status 1. On a terminal the findings are shown \
            with what to do about them; Documentation/Checks.md tells of each.
            """)

    @Flag(help: "Write verdict and findings as JSON.")
    var json = false

    @Flag(help: "Write the verdict only.")
    var verdict = false

    @Flag(help: "Write the findings for people, also where no terminal shows them.")
    var table = false

    @Flag(help: "End with status 1 also where the verdict is review.")
    var strict = false

    @Option(help: ArgumentHelp("A release that a relup starts from, directory or tarball.", valueName: "release"))
    var old: [String] = []

    @Option(help: ArgumentHelp("The release that a relup leads to.", valueName: "release"))
    var new: String?

    @Option(help: "Colours: auto, always or never.")
    var color = "auto"

    @Argument(help: "A document; or old releases and an upgrade; or, with --old and --new, a relup.")
    var files: [String] = []

    func validate() throws {
        guard TerminalColour.Choice(rawValue: color) != nil else {
            throw ValidationError("--color is auto, always or never")
        }
        guard new == nil && old.isEmpty || new != nil && !old.isEmpty && files.count == 1 else {
            throw ValidationError("a relup, --old and --new go together")
        }
        guard [json, verdict, table].filter({ $0 }).count <= 1 else {
            throw ValidationError("only one of --json, --verdict and --table can be written")
        }
    }

    func execute(reporter: Reporter) throws -> ExitStatus {
        try CheckCommand(
            upgrade: upgrade, form: json ? .json : verdict ? .verdict : table ? .table : .automatic,
            isStrict: strict, colour: TerminalColour.Choice(rawValue: color) ?? .auto
        ).run(reporter: reporter)
    }

    private var upgrade: CheckCommand.Upgrade {
        if let new { return .relup(files[0], bases: old, target: new) }
        if files.count > 1 { return .finished(files[files.count - 1], bases: files.dropLast()) }
        return .document(files.first ?? "-")
    }
}
