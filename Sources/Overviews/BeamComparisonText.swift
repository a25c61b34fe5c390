package import BeamFiles
internal import CommandLine
internal import ErlangTerms

/// A comparison of two beams, on one line.
package enum BeamComparisonText {
    /// `demo_server: changed (ok)`, with the reason that `beam_lib:cmp/2` gives; nothing for beams that have no name.
    package static func line(_ comparison: BeamComparison, isChanged: Bool?) -> String {
        guard let module = comparison.module else { return "" }
        let change = isChanged == false ? "unchanged" : "changed"
        return "\(TerminalText.line(module.name)): \(change) (\(reason(comparison)))\n"
    }

    /// `{"name", "changed", "cmp", "md5": [OLD, NEW]}`, with `null` for what cannot be read.
    package static func json(_ comparison: BeamComparison, isChanged: Bool?) -> String {
        let digests = comparison.md5.map { digest in digest.map { JSON.string($0.hexadecimal) } ?? .null }
        let json = JSON.object([
            ("name", comparison.module.map { .string($0.name) } ?? .null),
            ("changed", isChanged.map { .boolean($0) } ?? .null), ("cmp", .string(reason(comparison))),
            ("md5", .array(digests)),
        ])
        return "\(json.text)\n"
    }

    private static func reason(_ comparison: BeamComparison) -> String {
        comparison.reason.map { TermTextPrinter.text(of: $0, style: .plain) } ?? "ok"
    }
}
