public import CommandLine
internal import ErlangTerms
public import RelupChecks

/// The findings of a check for people.
public enum CheckText {
    /// The verdict, and each finding with its advice; the worst come first.
    public static func table(_ report: CheckReport, _ colour: TerminalColour) -> String {
        var text = colour(.bold, "verdict: ") + colour(style(report.verdict), report.verdict.rawValue) + "\n"
        for severity in Finding.Severity.allCases.reversed() {
            for finding in report.findings where finding.severity == severity {
                text += """

                    \(colour(style(severity), severity.rawValue)) \(colour(.bold, finding.place))
                      \(TerminalText.escaped(finding.message))
                      \(colour(.dim, "\(finding.advice) [\(finding.code)]"))

                    """
            }
        }
        return text
    }

    private static func style(_ verdict: CheckReport.Verdict) -> TerminalColour.Style {
        switch verdict {
        case .hot: .green
        case .review: .yellow
        case .restart: .red
        }
    }

    private static func style(_ severity: Finding.Severity) -> TerminalColour.Style {
        switch severity {
        case .info: .blue
        case .warning: .yellow
        case .error: .red
        }
    }
}
