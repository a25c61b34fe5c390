package import ErlangTerms

/// The findings about an upgrade, and the verdict.
package struct CheckReport: Hashable, Sendable {
    package enum Verdict: String, Sendable {
        /// Install it on the running node.
        case hot
        /// Read the findings first.
        case review
        /// Restart the node into the new release instead.
        case restart
    }

    package let findings: [Finding]

    package init(findings: [Finding]) {
        self.findings = findings
    }

    /// `restart` if one of the findings is an error, `review` if one is a warning, otherwise `hot`.
    package var verdict: Verdict {
        let severities = Set(findings.map(\.severity))
        return severities.contains(.error) ? .restart : severities.contains(.warning) ? .review : .hot
    }

    /// The report if the upgrade may restart the emulator: that it does is no error then.
    package var acceptingRestart: CheckReport {
        let accepted = [PlatformChangeCheck.changed.code, EmulatorRestartCheck.restarts.code]
        return CheckReport(
            findings: findings.map { finding in
                guard accepted.contains(finding.code) else { return finding }
                return finding.asWarning(
                    "processes lose their state; run the node with heart, which starts it again: relup-install looks")
            })
    }

    /// `#{verdict => Verdict, findings => [Finding]}`.
    package init(_ fields: TermFields) throws(TermShapeError) {
        var findings: [Finding] = []
        for element in try fields.list(of: "findings") { findings.append(try Finding(element)) }
        self.findings = findings
    }

    package var term: ErlangTerm {
        .fields(["verdict": .atom(verdict.rawValue), "findings": .list(findings.map(\.term))])
    }
}
