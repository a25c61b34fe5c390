/// Text that is safe to show on a terminal.
///
/// Whoever made a tarball chose the names in it: a control character could rewrite what the reader sees, a
/// bidirectional one could turn it around.
package enum TerminalText {
    /// The text with control, bidirectional and other invisible format characters as `\u{…}`; line feeds stay.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same, on one line: line feeds are escaped too, so that no name can look like a line of ours.
    package static func line(_ text: String) -> String {
        let text = escaped(text)
        return text.utf8.contains(0x0A) ? text.replacing("\n", with: "\\u{a}") : text
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}
