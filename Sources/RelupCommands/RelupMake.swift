package import ArgumentParser
package import CommandLine
internal import ErlangTerms
internal import Files
import Releases
import Relups
import UpgradeDocuments
import UpgradeStages

package struct RelupMake: Tool {
    package static let configuration = CommandConfiguration(
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

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file for the relup (- is standard output).", valueName: "file"))
    var output = "-"

    @Flag(name: .overwrite, help: "Replace an existing file.")
    var overwrite = false

    package func validate() throws {
        let isTree = !up.isEmpty || !down.isEmpty || !path.isEmpty || erlangErrors || output != "-" || overwrite
        if top == nil, isTree { throw ValidationError("--top is missing") }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let options = RelupPlanner.Options(restartsEmulator: restartEmulator, treatsWarningsAsErrors: warningsAsErrors)
        guard let top else { return try makeInPipe(options, reporter) }
        let (up, down) = (try up.map(TreePlan.Base.init(option:)), try down.map(TreePlan.Base.init(option:)))
        do {
            let plan = try TreePlan(top: top, up: up, down: down, path: path, options: options)
            // OTP's layout has line feeds; in names, its printer escapes them.
            if !erlangErrors { plan.warnings.forEach { reporter.verbatim("\(reporter.command): \($0.text)\n") } }
            try WholeFile.write(TermTextPrinter.consultableFile(plan.relup.term), to: output, overwriting: overwrite)
            return .done
        } catch let error as SystoolsError where erlangErrors {
            reporter.verbatim("\(TermTextPrinter.line(of: error.term))\n")
            return .failure
        }
    }

    private func makeInPipe(_ options: RelupPlanner.Options, _ reporter: Reporter) throws -> ExitStatus {
        var document = try UpgradeDocument.read()
        for warning in try MakeStage(options: options).apply(to: &document) { reporter.warning(warning.text) }
        try document.write()
        return .done
    }
}
