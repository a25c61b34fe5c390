public import ErlangTerms

/// What was found about an upgrade, and what follows.
public struct CheckReport: Hashable, Sendable {
    public enum Verdict: String, Sendable {
        /// Install it on the running node.
        case hot
        /// Read the findings first.
        case review
        /// Restart the node into the new release instead.
        case restart
    }

    public let findings: [Finding]

    public init(findings: [Finding]) {
        self.findings = findings
    }

    /// `restart` with an error among the findings, `review` with a warning, else `hot`.
    public var verdict: Verdict {
        let severities = Set(findings.map(\.severity))
        return severities.contains(.error) ? .restart : severities.contains(.warning) ? .review : .hot
    }

    /// `#{verdict => Verdict, findings => [Finding]}`.
    public init(_ fields: TermFields) throws(TermShapeError) {
        var findings: [Finding] = []
        for element in try fields.list(of: "findings") { findings.append(try Finding(element)) }
        self.findings = findings
    }

    public var term: ErlangTerm {
        .fields(["verdict": .atom(verdict.rawValue), "findings": .list(findings.map(\.term))])
    }
}
