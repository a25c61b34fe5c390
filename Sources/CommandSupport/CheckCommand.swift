internal import ErlangTerms
internal import Files
internal import Glibc
internal import RelupChecks
internal import UpgradeDocuments

/// `relup-check`: checks an upgrade and reports what it found.
public struct CheckCommand: Sendable {
    /// What is checked.
    public enum Upgrade: Sendable {
        /// The upgrade of a document, which is passed on with its findings; `-` is standard input.
        case document(String)
        /// A finished one, in a tarball or directory, with the releases that it starts from.
        case finished(String, bases: [String])
        /// A relup alone, between releases in directories or tarballs.
        case relup(String, bases: [String], target: String)
    }

    /// What is written.
    public enum Form: Sendable {
        /// The document if there is one and a program reads it, otherwise `table`.
        case automatic
        case verdict, json
        /// For people.
        case table
    }

    public var upgrade: Upgrade
    public var form: Form
    /// Whether a verdict of `review` is a negative answer, too.
    public var isStrict: Bool
    public var colour: TerminalColour.Choice

    public init(upgrade: Upgrade, form: Form, isStrict: Bool, colour: TerminalColour.Choice) {
        self.upgrade = upgrade
        self.form = form
        self.isStrict = isStrict
        self.colour = colour
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        let stage = CheckStage()
        var document: UpgradeDocument?
        let report: CheckReport
        switch upgrade {
        case .document(let path):
            var read = try DocumentCommand.read(path)
            report = try stage.apply(to: &read)
            document = read
        case .finished(let upgrade, let bases): report = try stage.report(on: upgrade, bases: bases)
        case .relup(let relup, let bases, let target):
            report = try stage.report(onRelup: relup, bases: bases, target: target)
        }
        switch form {
        case .json: try write("\(JSON(report.term).text)\n")
        case .verdict:
            tell(report, reporter)
            try write("\(report.verdict.rawValue)\n")
        case .automatic:
            guard let document, isatty(STDOUT_FILENO) == 0 else {
                try write(CheckText.table(report, TerminalColour(colour)))
                break
            }
            tell(report, reporter)
            reporter.note("verdict: \(report.verdict.rawValue)")
            try DocumentCommand.write(document)
        case .table: try write(CheckText.table(report, TerminalColour(colour)))
        }
        switch report.verdict {
        case .hot: return .done
        case .review: return isStrict ? .negative : .done
        case .restart: return .negative
        }
    }

    /// One line for each finding that counts for the verdict.
    private func tell(_ report: CheckReport, _ reporter: Reporter) {
        for finding in report.findings where finding.severity != .info {
            reporter.note("\(finding.severity.rawValue): \(finding.place): \(finding.message)")
        }
    }

    private func write(_ text: String) throws {
        try WholeFile.write(Array(text.utf8), to: "-")
    }
}
