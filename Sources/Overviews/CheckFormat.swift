internal import CommandLine
internal import ErlangTerms
package import RelupChecks

/// A form in which other programs read findings.
package enum CheckFormat: String, Sendable, CaseIterable {
    /// Commands of a GitHub workflow, a line each, which become annotations.
    case github
    /// SARIF 2.1.0, for code scanning.
    case sarif
    /// What test reports are read from. An error is a failure; a warning is one if the check is strict.
    case junit
    /// For a comment of a merge request.
    case markdown
    case json

    package func text(_ report: CheckReport, files: @autoclosure () -> FindingFiles, isStrict: Bool) -> String {
        switch self {
        case .github: Self.github(report, files())
        case .sarif: Self.sarif(report, files()).text + "\n"
        case .junit: Self.junit(report, isStrict)
        case .markdown: Self.markdown(report)
        case .json: JSON(report.term).text + "\n"
        }
    }
}

extension CheckFormat {
    /// `::error file=FILE,title=CODE::MESSAGE`.
    private static func github(_ report: CheckReport, _ files: FindingFiles) -> String {
        let lines = report.findings.map { finding in
            let level = finding.severity == .info ? "notice" : finding.severity.rawValue
            let file = escaped(files.file(of: finding), ["%", "\r", "\n", ":", ","])
            let text = escaped(
                "\(finding.place): \(finding.message); \(finding.advice)", ["%", "\r", "\n"])
            return "::\(level) file=\(file),title=\(finding.code)::\(text)\n"
        }
        return lines.joined() + "::notice title=relup-check::verdict: \(report.verdict.rawValue)\n"
    }

    private static func escaped(_ text: String, _ characters: Set<Unicode.Scalar>) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if characters.contains(scalar) {
                escaped += percent(UInt8(scalar.value))
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func percent(_ byte: UInt8) -> String {
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    private static func sarif(_ report: CheckReport, _ files: FindingFiles) -> JSON {
        var known: Set<Atom> = []
        let rules = report.findings.filter { known.insert($0.code).inserted }.map { finding -> JSON in
            [
                "id": .string(finding.code.name),
                "shortDescription": ["text": .string(finding.code.name.split(separator: "-").joined(separator: " "))],
                "help": ["text": .string(finding.advice)],
            ]
        }
        let results = report.findings.map { finding -> JSON in
            [
                "ruleId": .string(finding.code.name),
                "level": .string(finding.severity == .info ? "note" : finding.severity.rawValue),
                "message": ["text": .string("\(finding.place): \(finding.message); \(finding.advice)")],
                "locations": [
                    [
                        "physicalLocation": ["artifactLocation": ["uri": .string(uri(files.file(of: finding)))]],
                        "logicalLocations": [["fullyQualifiedName": .string(finding.place)]],
                    ]
                ],
            ]
        }
        let driver: JSON = ["name": "relup-check", "version": .string(Toolkit.version), "rules": .array(rules)]
        return [
            "version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "runs": [
                [
                    "tool": ["driver": driver], "results": .array(results),
                    "properties": ["verdict": .string(report.verdict.rawValue)],
                ]
            ],
        ]
    }

    /// A path as a relative reference (RFC 3986).
    private static func uri(_ path: String) -> String {
        path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                String(UnicodeScalar(byte))
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"),
                UInt8(ascii: "+"):
                String(UnicodeScalar(byte))
            default: percent(byte)
            }
        }.joined()
    }

    /// A case for each finding, and one for the verdict.
    private static func junit(_ report: CheckReport, _ isStrict: Bool) -> String {
        let fails = { (finding: Finding) in
            finding.severity == .error || isStrict && finding.severity == .warning
        }
        let cases = report.findings.map { finding in
            let name = "name=\"\(xml(finding.code.name))\" classname=\"\(xml(finding.place))\""
            let said = "\(xml("\(finding.severity.rawValue): \(finding.message); \(finding.advice)"))"
            return fails(finding)
                ? """
                    <testcase \(name)>
                      <failure type="\(finding.severity.rawValue)" message="\(xml(finding.message))">\(said)</failure>
                    </testcase>

                """
                : """
                    <testcase \(name)>
                      <system-out>\(said)</system-out>
                    </testcase>

                """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
              <testsuite name="relup-check" tests="\(cases.count + 1)" failures="\(report.findings.count(where: fails))" \
            errors="0">
                <testcase name="verdict: \(report.verdict.rawValue)" classname="relup-check"/>

            """ + cases.joined() + "  </testsuite>\n</testsuites>\n"
    }

    /// A text in XML 1.0, in which most control characters cannot be.
    private static func xml(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\t", "\n", "\r": "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }

    /// A heading with the verdict, and a row for each thing that was found.
    private static func markdown(_ report: CheckReport) -> String {
        let groups = FindingGroup.groups(report.findings)
        let heading = "## relup: \(report.verdict.rawValue)\n"
        guard !groups.isEmpty else { return heading + "\nNothing was found.\n" }
        let rows = groups.flatMap { group in
            group.lines.enumerated().map { index, line in
                let (severity, code) = index == 0 ? (group.severity.rawValue, "`\(group.code)`") : ("", "")
                return "| \(severity) | \(code) | \(cell(line)) | \(index == 0 ? cell(group.advice) : "") |\n"
            }
        }
        return heading + "\n| severity | finding | what | what to do |\n|---|---|---|---|\n" + rows.joined()
    }

    /// A text that stays in its cell and is no markup.
    private static func cell(_ text: String) -> String {
        TerminalText.line(text).unicodeScalars.map { scalar in
            ["|", "\\", "`", "*", "_", "[", "]", "<", ">", "&", "#", "~", "@"].contains(scalar)
                ? "&#\(scalar.value);" : String(scalar)
        }.joined()
    }
}
