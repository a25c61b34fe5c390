package import CommandLine
internal import ErlangTerms
package import RelupChecks

/// The findings of a check for people.
package enum CheckText {
    /// The verdict, and the findings of each kind with the advice; the worst come first.
    package static func table(_ report: CheckReport, _ colour: TerminalColour) -> String {
        colour(.bold, "verdict: ") + colour(report.verdict.style, report.verdict.rawValue) + "\n"
            + (report.findings.isEmpty ? "" : "\n" + groups(report.findings, colour))
    }

    /// The findings of each kind, with an empty line in between.
    static func groups(_ findings: [Finding], _ colour: TerminalColour, indentation: String = "") -> String {
        FindingGroup.groups(findings).map { group in
            let isOne = group.entries.count == 1
            let title = isOne ? FindingGroup.place(group.entries[0].places) : "\(group.entries.count) findings"
            let lines = isOne ? [group.entries[0].message] : group.lines
            let severity = colour(group.severity.style, group.severity.rawValue)
            var text = "\(indentation)\(severity) \(colour(.bold, Overview.line(title)))\n"
            for line in lines { text += "\(indentation)  \(Overview.line(line))\n" }
            return text + "\(indentation)  \(colour(.dim, "\(group.advice) [\(group.code)]"))\n"
        }.joined(separator: "\n")
    }
}
