public import ArgumentParser
public import CommandSupport
import RelupModifications

public struct RelupModify: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-modify",
        abstract: "Modifies a relup, as edeliver's relup modifications do.",
        discussion: "Documentation/Modifications.md describes the instructions, and how to write your own files.",
        examples: """
            relup-modify --modification phoenix <relup.term >modified.term
            relup-modify --dry-run modified.term
            """)

    @Argument(help: "The relup (- is standard input).")
    var input = "-"

    @Option(help: "The name of the release.")
    var name: String?

    @OptionGroup var options: ModificationOptions

    @Flag(help: "Do what edeliver 1.9.2 does, term for term.")
    var strict = false

    @Option(help: ArgumentHelp("Whose modules the node runs.", valueName: "edeliver|relup_runtime"))
    var runtime: String?

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write the relup to (- is standard output).", valueName: "file"))
    var output = "-"

    @Flag(help: "Overwrite an existing file.")
    var force = false

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        try ModifyCommand(
            request: options.request, name: name, dialect: strict ? .strict : .repaired, runtime: runtime, input: input,
            output: output, overwrites: force, showsDifference: dryRun
        ).run(reporter: reporter)
    }
}
