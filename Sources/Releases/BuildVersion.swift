/// The versions of builds that their project does not tell apart: `0.1.0+r.1a2b3c4d`.
///
/// `PLAIN+[SUFFIX.]r.HASH`, where `PLAIN` is the version that the project has, `SUFFIX` the user's, and `HASH` the first
/// digits of a hash of what runs. If the plain version has a `+` already, a dot takes its place: SemVer, and so mix,
/// allows one `+`. Names of files may contain all of these characters.
package struct BuildVersion: Hashable, Sendable {
    package var plain: String
    package var suffix: String?
    /// 8 digits or more.
    package var hash: String

    package static let digits = 8

    package init(plain: String, suffix: String? = nil, hash: String) {
        self.plain = plain
        self.suffix = suffix
        self.hash = hash
    }

    package var text: String {
        "\(plain)\(plain.utf8.contains(UInt8(ascii: "+")) ? "." : "+")\(suffix.map { "\($0)." } ?? "")r.\(hash)"
    }

    /// Whether the user may give a suffix: identifiers as SemVer has them after `+`.
    package static func isSuffix(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    /// Whether a version is a plain one or that of one of its builds.
    package static func isBuild(_ version: String, of plain: String) -> Bool {
        version == plain || plains(of: version).dropFirst().contains(plain)
    }

    /// The version, and the plain versions that it may be a build of, the longest first.
    ///
    /// Of `0.1.0+b.r.1a2b3c4d` they are `0.1.0+b` and `0.1.0`, because the project may have called itself either.
    package static func plains(of version: String) -> [String] {
        let marks = version.indices.filter { version[$0] == "+" || version[$0] == "." }
        guard let mark = marks.dropLast().last, let dot = marks.last,
            version[version.index(after: mark)..<dot] == "r", isHash(version[version.index(after: dot)...])
        else { return [version] }
        let longest = String(version[..<mark])
        guard let plus = longest.firstIndex(of: "+") else {
            return version[mark] == "+" ? [version, longest] : [version]
        }
        return [version, longest, String(longest[..<plus])]
    }

    /// The plain version that the project most likely has.
    package static func plain(of version: String) -> String { plains(of: version).last! }

    private static func isHash(_ text: Substring) -> Bool {
        text.utf8.count >= digits && text.utf8.allSatisfy { isLetterOrDigit($0) && ($0 < 0x3A || 0x61...0x66 ~= $0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
    }
}
