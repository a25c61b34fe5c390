package import ErlangTerms

/// What was found about an upgrade, and what follows.
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

    /// `restart` with an error among the findings, `review` with a warning, else `hot`.
    package var verdict: Verdict {
        let severities = Set(findings.map(\.severity))
        return severities.contains(.error) ? .restart : severities.contains(.warning) ? .review : .hot
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
