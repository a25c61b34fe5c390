package import ArgumentParser
package import CommandLine
internal import ErlangTerms
import Overviews
import RelupChecks
import UpgradeDocuments
import UpgradeStages

package struct RelupCheck: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-check",
        abstract: "Says whether an upgrade can be installed on a running node.",
        usage: """
            relup-check [options]                        the document on standard input, and passes it on
            relup-check [options] OLD... UPGRADE         an upgrade tarball, with the releases that it starts from
            relup-check [options] RELUP --old DIR --new DIR
            """,
        discussion: """
            The verdict is hot, review or restart. On a terminal it shows the findings, with what to do about them. \
            Documentation/Checks.md explains each of them.
            """,
        negative: "the verdict is restart, or with --strict review",
        examples: """
            relup-check --table modified.term
            relup-check <modified.term >checked.term
            relup-check --verdict demo-1.0.0.tar.gz demo-1.1.0.upgrade.tar.gz
            relup-check --format junit modified.term >findings.xml
            """)

    @OptionGroup var arguments: UpgradeArguments

    enum Form: String, EnumerableFlag {
        case json, verdict, table

        static func help(for form: Form) -> ArgumentHelp? {
            switch form {
            case .json: "Write the verdict and the findings as JSON."
            case .verdict: "Write only the verdict."
            case .table: "Write the findings for people, even if standard output is not a terminal."
            }
        }
    }

    @Flag var form: Form?

    @Option(
        help: ArgumentHelp(
            "Write the findings for another program.",
            valueName: CheckFormat.allCases.map(\.rawValue).joined(separator: "|")))
    var format: CheckFormat?

    @Flag(help: "End with status 1 even if the verdict is review.")
    var strict = false

    @Flag(
        help: ArgumentHelp(
            "The upgrade may restart the emulator.",
            discussion: "The verdict is then review where it would be restart for no other reason."))
    var emulator = false

    @OptionGroup var colour: ColourOption

    package func validate() throws {
        if format != nil, let form { throw ValidationError("--format and --\(form.rawValue) do not go together") }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let stage = CheckStage(acceptsRestart: emulator)
        var document: UpgradeDocument?
        let result: CheckStage.Result
        switch arguments.upgrade {
        case .document(let path):
            var read = try UpgradeDocument.read(path)
            result = try stage.apply(to: &read)
            document = read
        case .finished(let upgrade, let bases): result = try stage.result(on: upgrade, bases: bases)
        case .relup(let relup, let bases, let target):
            result = try stage.result(onRelup: relup, bases: bases, target: target)
        }
        let report = result.report
        if let format {
            try StandardOutput.write(format.text(report, files: result.files, isStrict: strict))
        } else {
            try write(report, document, reporter)
        }
        switch report.verdict {
        case .hot: return .done
        case .review: return strict ? .negative : .done
        case .restart: return .negative
        }
    }

    private func write(_ report: CheckReport, _ document: UpgradeDocument?, _ reporter: Reporter) throws {
        switch form {
        case .json: try StandardOutput.write("\(JSON(report.term).text)\n")
        case .verdict:
            warn(of: report, reporter)
            try StandardOutput.write("\(report.verdict.rawValue)\n")
        case nil:
            guard let document, !StandardOutput.isTerminal else { fallthrough }
            warn(of: report, reporter)
            reporter.note("verdict: \(report.verdict.rawValue)")
            try document.write()
        case .table: try StandardOutput.write(CheckText.table(report, colour.colour))
        }
    }

    /// A line for each finding that counts for the verdict; of many of a kind for the first of them.
    private func warn(of report: CheckReport, _ reporter: Reporter) {
        for group in FindingGroup.groups(report.findings) where group.severity != .info {
            for line in group.lines { reporter.note("\(group.severity.rawValue): \(line)") }
        }
    }
}

extension CheckFormat: ExpressibleByArgument {}
