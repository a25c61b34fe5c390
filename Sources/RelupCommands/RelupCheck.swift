public import ArgumentParser
public import CommandSupport

public struct RelupCheck: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-check",
        abstract: "Says whether an upgrade can be installed on a running node.",
        usage: """
            relup-check [options]                        the document on standard input, and passes it on
            relup-check [options] OLD... UPGRADE         an upgrade tarball, with the releases that it starts from
            relup-check [options] RELUP --old DIR --new DIR
            """,
        discussion: """
            The verdict is hot, review or restart; restart ends with status 1. On a terminal it shows the findings, \
            with what to do about them. Documentation/Checks.md explains each of them.
            """,
        examples: """
            relup-check --table modified.term
            relup-check <modified.term >checked.term
            relup-check --verdict demo-1.0.0.tar.gz demo-1.1.0.upgrade.tar.gz
            """)

    @OptionGroup var arguments: UpgradeArguments

    @Flag(help: "Write the verdict and the findings as JSON.")
    var json = false

    @Flag(help: "Write only the verdict.")
    var verdict = false

    @Flag(help: "Write the findings for people, even if standard output is not a terminal.")
    var table = false

    @Flag(help: "End with status 1 even if the verdict is review.")
    var strict = false

    @Option(help: "Colours: auto, always or never.")
    var color = "auto"

    public func validate() throws {
        guard TerminalColour.Choice(rawValue: color) != nil else {
            throw ValidationError("--color is auto, always or never")
        }
        guard [json, verdict, table].filter({ $0 }).count <= 1 else {
            throw ValidationError("give only one of --json, --verdict and --table")
        }
    }

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        try CheckCommand(
            upgrade: arguments.upgrade, form: json ? .json : verdict ? .verdict : table ? .table : .automatic,
            isStrict: strict, colour: TerminalColour.Choice(rawValue: color) ?? .auto
        ).run(reporter: reporter)
    }
}
