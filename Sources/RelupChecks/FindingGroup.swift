package import ErlangTerms

/// Findings of one kind, for people. What is found in both directions appears once, and only the first of many appear.
package struct FindingGroup: Sendable {
    package let code: Atom
    package let severity: Finding.Severity
    package let advice: String
    /// Each thing found, once, with all its places; in the order of the findings.
    package private(set) var entries: [(places: [String], message: String)] = []

    /// How many entries to show.
    private static let limit = 3

    private init(_ finding: Finding) {
        code = finding.code
        severity = finding.severity
        advice = finding.advice
    }

    /// The groups of findings, the worst first, then in the order of the findings.
    package static func groups(_ findings: [Finding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var numbers: [Atom: Int] = [:]
        var entries: [String: Int] = [:]
        for finding in findings {
            let number = numbers[finding.code] ?? groups.count
            if number == groups.count {
                groups.append(FindingGroup(finding))
                numbers[finding.code] = number
            }
            let key = "\(finding.code) \(finding.message)"
            if let entry = entries[key] {
                groups[number].entries[entry].places.append(finding.place)
            } else {
                entries[key] = groups[number].entries.count
                groups[number].entries.append(([finding.place], finding.message))
            }
        }
        return Finding.Severity.allCases.reversed().flatMap { severity in groups.filter { $0.severity == severity } }
    }

    /// A line for each shown entry, and one for the others: `up from 1.0.0: demo: …`.
    package var lines: [String] {
        let shown = entries.prefix(Self.limit).map { "\(Self.place($0.places)): \($0.message)" }
        return shown + (entries.count > Self.limit ? ["and \(entries.count - Self.limit) more"] : [])
    }

    /// The places as one: `up from 1.0.0, down to 1.0.0: demo`; or the first place and the number of the others.
    package static func place(_ places: [String]) -> String {
        guard places.count > 1 else { return places.first ?? "" }
        let parts = places.map { $0.split(separator: ": ", maxSplits: 1).map(String.init) }
        guard parts.allSatisfy({ $0.last == parts[0].last || $0.count == 1 }), places.count <= limit else {
            return "\(places[0]) and \(places.count - 1) more"
        }
        let scripts = parts.map { $0[0] }.joined(separator: ", ")
        return parts[0].count == 1 ? scripts : "\(scripts): \(parts[0][1])"
    }
}
