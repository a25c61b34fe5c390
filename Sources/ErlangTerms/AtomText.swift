/// How atoms and characters are written in source text.
enum AtomText {
    /// Whether an atom is read without quotes: it begins with a lower-case letter, is not a reserved word, and contains
    /// only letters of Latin-1, digits, `_` and `@`.
    static func needsNoQuotes(_ atom: Atom) -> Bool {
        var bytes = atom.name.utf8.makeIterator()
        guard let first = bytes.next() else { return false }
        switch first {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): break
        case 0xC3: if let second = bytes.next(), isSmallLetter(second) { break } else { return false }
        default: return false
        }
        while let byte = bytes.next() {
            if isNameByte(byte) { continue }
            guard byte == 0xC3, let second = bytes.next(), isLetter(second) else { return false }
        }
        return !isReserved(atom.name)
    }

    /// Whether a byte is a character of a name by itself.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    /// U+00C0 to U+00FF without × and ÷, by the byte after `0xC3`.
    static func isLetter(_ byte: UInt8) -> Bool {
        0x80...0xBF ~= byte && byte != 0x97 && byte != 0xB7
    }

    /// U+00DF to U+00FF without ÷, by the byte after `0xC3`.
    static func isSmallLetter(_ byte: UInt8) -> Bool {
        0x9F...0xBF ~= byte && byte != 0xB7
    }

    /// As `erl_scan:reserved_word/1`, OTP 25.2, with no feature enabled.
    static func isReserved(_ name: String) -> Bool {
        name.utf8.count <= longestReserved && reservedWords.contains(packed(name))
    }

    /// Whether the name became a reserved word later.
    static func isReservedLater(_ name: String) -> Bool { name == "maybe" || name == "else" }

    /// The number of bytes of the longest reserved word.
    static let longestReserved = 7

    private static let reservedWords: [UInt64] = [
        "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case", "catch", "cond", "div",
        "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive", "rem", "try", "when", "xor",
    ].map(packed)

    /// The bytes of a name of at most 7 as a number: quicker to compare.
    private static func packed(_ name: String) -> UInt64 {
        name.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The letters after a backslash, by the characters that they stand for.
    static let escapeLetters: [Int: UInt8] = [
        8: UInt8(ascii: "b"), 9: UInt8(ascii: "t"), 10: UInt8(ascii: "n"), 11: UInt8(ascii: "v"),
        12: UInt8(ascii: "f"), 13: UInt8(ascii: "r"), 27: UInt8(ascii: "e"), 127: UInt8(ascii: "d"),
    ]
}
