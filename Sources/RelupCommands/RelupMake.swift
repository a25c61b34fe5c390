public import ArgumentParser
public import CommandSupport
import Relups

public struct RelupMake: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-make",
        abstract: "Makes the relup between releases.",
        discussion: """
            Reads the upgrade document on standard input or, with --top, releases on disk, as systools:make_relup/4 \
            does. Then RELEASE is the path of a .rel file without that ending, and DESCRIPTION an Erlang term.
            """,
        examples: """
            relup-make <appups.term >relup.term
            relup-make --top work/demo-1.1.0/releases/1.1.0/demo \\
              --up work/demo-1.0.0/releases/1.0.0/demo --path 'work/demo-*/lib/*/ebin'
            """)

    @Option(help: ArgumentHelp("The release to upgrade to.", valueName: "release"))
    var top: String?

    @Option(help: ArgumentHelp("A release to upgrade from; may be repeated.", valueName: "release[=description]"))
    var up: [String] = []

    @Option(help: ArgumentHelp("A release to downgrade to; may be repeated.", valueName: "release[=description]"))
    var down: [String] = []

    @Option(help: ArgumentHelp("A folder of .app and .appup files; may be repeated.", valueName: "ebin"))
    var path: [String] = []

    @Flag(help: "Restart the emulator after each upgrade and downgrade.")
    var restartEmulator = false

    @Flag(help: "Make no relup if there is a warning.")
    var warningsAsErrors = false

    @Flag(help: "Print errors as systools does: {error, Module, Reason} on one line, and no warnings.")
    var erlangErrors = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write the relup to (- is standard output).", valueName: "file"))
    var output = "-"

    @Flag(help: "Overwrite an existing file.")
    var force = false

    public func validate() throws {
        let isTree = !up.isEmpty || !down.isEmpty || !path.isEmpty || erlangErrors || output != "-" || force
        if top == nil, isTree { throw ValidationError("--top is missing") }
    }

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        let options = RelupPlanner.Options(restartsEmulator: restartEmulator, treatsWarningsAsErrors: warningsAsErrors)
        guard let top else { return try MakeCommand(options: options).run(reporter: reporter) }
        return try SystoolsCommand(
            top: top, up: up, down: down, path: path, options: options, showsErlangErrors: erlangErrors, output: output,
            overwrites: force
        ).run(reporter: reporter)
    }
}
