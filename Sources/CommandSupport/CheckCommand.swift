internal import ErlangTerms
internal import Files
internal import RelupChecks
internal import UpgradeDocuments

/// `relup-check`: checks the upgrade of the document on standard input and passes the document on.
public struct CheckCommand: Sendable {
    /// Whether a verdict of `review` is a negative answer, too.
    public var isStrict: Bool
    /// Whether the verdict alone is written, in place of the document.
    public var showsVerdict: Bool

    public init(isStrict: Bool, showsVerdict: Bool) {
        self.isStrict = isStrict
        self.showsVerdict = showsVerdict
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        var document = try DocumentCommand.read()
        let report = try CheckStage().apply(to: &document)
        for finding in report.findings where finding.severity != .info {
            reporter.note("\(finding.severity.rawValue): \(finding.place): \(finding.message)")
        }
        if showsVerdict {
            try WholeFile.write(Array("\(report.verdict.rawValue)\n".utf8), to: "-")
        } else {
            reporter.note("verdict: \(report.verdict.rawValue)")
            try DocumentCommand.write(document)
        }
        switch report.verdict {
        case .hot: return .done
        case .review: return isStrict ? .negative : .done
        case .restart: return .negative
        }
    }
}
