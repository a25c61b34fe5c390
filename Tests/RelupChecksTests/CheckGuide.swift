import ErlangTerms

@testable import RelupChecks

/// The page of the manual about the checks, made of what they say of themselves.
enum CheckGuide {
    /// `Documentation/Checks.md`.
    static var markdown: String {
        let severities = Finding.Severity.allCases.reversed()
        var text = """
            # Checks

            What `relup-check` finds. Each finding has a code that stays the same for ever, a severity, a place, a cause
            and advice. The worst one decides the verdict:

            | severity | means | verdict | status |
            |---|---|---|---|
            | error | the upgrade fails, or leaves the node in a different state than a restart would | restart | 1 |
            | warning | someone should look before the upgrade is installed | review | 0, with `--strict` 1 |
            | info | good to know | hot | 0 |

            `relup-pack` refuses an upgrade whose verdict is restart, unless `--force` is given.
            The reasons are then in the tarball, in `releases/VSN/relup.forced`, and `relup-install` refuses it without `--accept-forced`.

            This page is made of the checks themselves; a test compares it with them.

            """
        for severity in severities {
            text += "\n## \(heading(severity))\n"
            for kind in CheckReport.kinds.filter({ $0.severity == severity }).sorted(by: { $0.code < $1.code }) {
                text += "\n### \(kind.code)\n"
                text += "\(wrapped(kind.explanation))\n\n"
                text += "\(wrapped("What to do: \(kind.advice)."))\n"
            }
        }
        return text
    }

    private static func heading(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "Errors"
        case .warning: "Warnings"
        case .info: "Infos"
        }
    }

    /// The words of a text in lines of at most 120 characters.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            if let last = lines.last, !last.isEmpty, last.count + word.count + 1 > 120 { lines.append("") }
            lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? String(word) : " \(word)"
        }
        return lines.joined(separator: "\n")
    }
}
