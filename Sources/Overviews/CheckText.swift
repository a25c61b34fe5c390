package import CommandLine
internal import ErlangTerms
package import RelupChecks

/// The findings of a check for people.
package enum CheckText {
    /// The verdict, and the findings of each kind with the advice; the worst come first.
    package static func table(_ report: CheckReport, _ colour: TerminalColour) -> String {
        var text = colour(.bold, "verdict: ") + colour(report.verdict.style, report.verdict.rawValue) + "\n"
        for group in FindingGroup.groups(report.findings) {
            let isOne = group.entries.count == 1
            let title = isOne ? FindingGroup.place(group.entries[0].places) : "\(group.entries.count) findings"
            let lines = isOne ? [group.entries[0].message] : group.lines
            text +=
                "\n\(colour(group.severity.style, group.severity.rawValue)) \(colour(.bold, TerminalText.line(title)))\n"
            for line in lines { text += "  \(TerminalText.line(line))\n" }
            text += "  \(colour(.dim, "\(group.advice) [\(group.code)]"))\n"
        }
        return text
    }
}
