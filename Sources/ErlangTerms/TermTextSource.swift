/// A text to read, as UTF-8 up to the first byte that cannot be read.
struct TermTextSource {
    /// Why the text ends where it does.
    enum End {
        case complete
        /// A byte follows that is not UTF-8.
        case invalidUTF8
        /// U+FFFE or U+FFFF follows, which Erlang allows nowhere in a source.
        case illegalCharacter
    }

    let bytes: [UInt8]
    let end: End

    init(_ source: [UInt8]) {
        guard let first = source.firstIndex(where: { $0 >= 0x80 }) else {
            (bytes, end) = (source, .complete)
            return
        }
        if Self.isLatin1(source) {
            bytes = Array(String(String.UnicodeScalarView(source.lazy.map { Unicode.Scalar($0) })).utf8)
            end = .complete
            return
        }
        let (limit, end) = Self.validate(source, from: first)
        bytes = limit == source.count ? source : Array(source[..<limit])
        self.end = end
    }

    /// The offset of the first byte that cannot be read, or the number of bytes.
    private static func validate(_ bytes: [UInt8], from first: Int) -> (limit: Int, End) {
        bytes.withUnsafeBufferPointer { bytes in
            var index = first
            while index < bytes.count {
                let lead = bytes[index]
                if lead < 0x80 {
                    index += 1
                    continue
                }
                let (length, lowest): (Int, UInt32) =
                    switch lead {
                    case 0xC2...0xDF: (2, 0x80)
                    case 0xE0...0xEF: (3, 0x800)
                    case 0xF0...0xF4: (4, 0x10000)
                    default: (0, 0)
                    }
                guard length > 0, index + length <= bytes.count else { return (index, .invalidUTF8) }
                var code = UInt32(lead) & (0x7F >> UInt32(length))
                for byte in bytes[(index + 1)..<(index + length)] {
                    guard byte & 0xC0 == 0x80 else { return (index, .invalidUTF8) }
                    code = code << 6 | UInt32(byte & 0x3F)
                }
                guard code >= lowest, Unicode.Scalar(code) != nil else { return (index, .invalidUTF8) }
                if code == 0xFFFE || code == 0xFFFF { return (index, .illegalCharacter) }
                index += length
            }
            return (bytes.count, .complete)
        }
    }

    /// Whether a comment in the first two lines names Latin-1, as `epp:read_encoding/1`, OTP 25.2, finds it.
    private static func isLatin1(_ bytes: [UInt8]) -> Bool {
        let space = UInt8(ascii: " ")
        let lines = bytes.prefix(512).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).prefix(2)
        for line in lines {
            guard let comment = line.firstIndex(of: UInt8(ascii: "%")) else { continue }
            var rest = line[(comment + 1)...]
            while let name = rest.firstRange(of: Array("coding".utf8)) {
                rest = rest[name.upperBound...].drop { $0 == space }
                guard rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "=") else { continue }
                let encoding = rest.dropFirst().drop { $0 == space }.prefix { byte in
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                    default: UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    }
                }
                let parts = encoding.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
                    .map { String(decoding: $0, as: UTF8.self).lowercased() }
                return parts.starts(with: ["latin", "1"])
            }
        }
        return false
    }
}
