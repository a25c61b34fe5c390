/// Atoms, strings and characters: whatever may contain escapes.
extension TermTextParser {
    /// The maximum number of characters of an atom, as in Erlang.
    static let maximumAtomLength = 255

    /// An atom without quotes, or a reserved word.
    mutating func unquotedAtom() throws(Failure) -> Atom {
        let start = position
        var isASCII = true
        switch peek {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): position += 1
        case 0xC3 where AtomText.isSmallLetter(peekSecond):
            position += 2
            isASCII = false
        default: throw .noTerm
        }
        while true {
            if AtomText.isNameByte(peek) {
                position += 1
            } else if peek == 0xC3, AtomText.isLetter(peekSecond) {
                position += 2
                isASCII = false
            } else {
                break
            }
        }
        let name = String(decoding: text[start..<position], as: UTF8.self)
        guard position - start <= Self.maximumAtomLength || !isASCII && name.unicodeScalars.count <= 255 else {
            throw .noTerm
        }
        return Atom(name)
    }

    mutating func quotedAtom() throws(Failure) -> Atom {
        let start = position + 1
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "'"), text[end] != UInt8(ascii: "\\") { end += 1 }
        guard end < text.count else { throw .noTerm }
        var name = ""
        if text[end] == UInt8(ascii: "'") {
            name = String(decoding: text[start..<end], as: UTF8.self)
            position = end + 1
        } else {
            for code in try codePoints(quote: "'") {
                guard let scalar = Unicode.Scalar(UInt32(code)) else { throw .noTerm }
                name.unicodeScalars.append(scalar)
            }
        }
        guard name.utf8.count <= Self.maximumAtomLength || name.unicodeScalars.count <= Self.maximumAtomLength else {
            throw .noTerm
        }
        return Atom(name)
    }

    /// One string, or several, as one string. From OTP 27 on there is space between them.
    mutating func strings() throws(Failure) -> [ErlangTerm] {
        var elements = try string()
        while true {
            let end = position
            skipSpace()
            guard peek == UInt8(ascii: "\"") else {
                position = end
                return elements
            }
            if position == end, isNew(.adjacentStrings, at: end) { throw .noTerm }
            elements += try string()
        }
    }

    private mutating func string() throws(Failure) -> [ErlangTerm] {
        if startsTripleQuotes, isNew(.tripleQuotes, at: position) {
            return try tripleQuoted(hasEscapes: false).map { .integer($0) }
        }
        let start = position + 1
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\""), text[end] != UInt8(ascii: "\\"), text[end] < 0x80 {
            end += 1
        }
        guard end < text.count, text[end] == UInt8(ascii: "\"") else {
            return try codePoints(quote: "\"").map { .integer($0) }
        }
        position = end + 1
        return text[start..<end].map { .integer(Int($0)) }
    }

    /// The characters between two quotes, the first of which is next.
    mutating func codePoints(quote: Unicode.Scalar, hasEscapes: Bool = true) throws(Failure) -> [Int] {
        position += 1
        var codes: [Int] = []
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: quote):
                position += 1
                return codes
            case UInt8(ascii: "\\") where hasEscapes: codes.append(try escape())
            default: codes.append(codePoint())
            }
        }
        throw .noTerm
    }

    /// `$` and a character or an escape.
    mutating func character() throws(Failure) -> Int {
        position += 1
        guard position < text.count else { throw .noTerm }
        return text[position] == UInt8(ascii: "\\") ? try escape() : codePoint()
    }

    /// The next code point. There is one, and the text is valid up to its end.
    mutating func codePoint() -> Int {
        let lead = text[position]
        position += 1
        if lead < 0x80 { return Int(lead) }
        let following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
        var code = Int(lead) & (0x3F >> following)
        for _ in 0..<following {
            code = code << 6 | Int(text[position] & 0x3F)
            position += 1
        }
        return code
    }

    /// A backslash and what it stands for.
    mutating func escape() throws(Failure) -> Int {
        position += 1
        switch peek {
        case _ where position >= text.count: throw .noTerm
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = 0
            for _ in 0..<3 where UInt8(ascii: "0")...UInt8(ascii: "7") ~= peek {
                value = value * 8 + Int(peek - 48)
                position += 1
            }
            return value
        case UInt8(ascii: "x"): return try hexadecimalEscape()
        case UInt8(ascii: "^"):
            position += 1
            guard position < text.count else { throw .noTerm }
            return try controlEscape()
        default:
            let code = codePoint()
            return Self.escapes[code] ?? code
        }
    }

    /// The control character of the character that is next, after `\^`.
    private mutating func controlEscape() throws(Failure) -> Int {
        let start = position
        let code = codePoint()
        switch code {
        case 0x40...0x5F, 0x61...0x7A: return code & 31
        case 0x3F: return isNew(.deleteEscape, at: start - 2) ? 127 : 31
        default:
            guard isNew(.controlEscape, at: start - 2) else { return code & 31 }
            position = start
            throw .noTerm
        }
    }

    private static let escapes: [Int: Int] = [
        98: 8, 100: 127, 101: 27, 102: 12, 110: 10, 114: 13, 115: 32, 116: 9, 118: 11,
    ]

    /// `xHH` or `x{H…}`.
    private mutating func hexadecimalEscape() throws(Failure) -> Int {
        position += 1
        let isBraced = peek == UInt8(ascii: "{")
        if isBraced { position += 1 }
        let start = position
        var value = 0
        while let digit = Self.digit(peek), digit < 16, isBraced || position < start + 2 {
            value = min(value * 16 + digit, 0x110000)
            position += 1
        }
        if isBraced {
            guard position > start, peek == UInt8(ascii: "}"), value != 0xFFFE, value != 0xFFFF,
                Unicode.Scalar(UInt32(value)) != nil
            else { throw .noTerm }
            position += 1
        } else {
            guard position == start + 2 else { throw .noTerm }
        }
        return value
    }

    /// The value of a digit in a base up to 36.
    static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 55
        default: nil
        }
    }
}
