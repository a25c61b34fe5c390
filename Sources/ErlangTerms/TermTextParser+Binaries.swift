internal import BigInt

/// Binaries: `<<Value:Size/Type-Type…, …>>`.
extension TermTextParser {
    /// The maximum number of bits of a segment: 16 MiB.
    static let maximumSegmentBits = 1 << 27

    mutating func binary() throws(Failure) -> ErlangTerm {
        guard peekSecond == UInt8(ascii: "<") else { throw .noTerm }
        position += 2
        skipSpace()
        var bits = BitBuffer()
        if peek != UInt8(ascii: ">") {
            repeat {
                if let byte = plainByte() {
                    bits.append(byte)
                } else {
                    try segment(&bits)
                }
            } while accept(",")
        }
        guard peek == UInt8(ascii: ">"), peekSecond == UInt8(ascii: ">") else { throw .noTerm }
        position += 2
        return bits.term
    }

    /// A segment of nothing but digits that make a byte, followed by a comma or the end: most segments are.
    private mutating func plainByte() -> UInt8? {
        var (value, index) = (0, position)
        while index < text.count, index < position + 3, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index] {
            value = value * 10 + Int(text[index] - 48)
            index += 1
        }
        guard index > position, index < text.count, value <= 255,
            text[index] == UInt8(ascii: ",") || text[index] == UInt8(ascii: ">")
        else { return nil }
        position = index
        return UInt8(value)
    }

    private enum SegmentValue {
        case string([Int])
        case term(ErlangTerm)
    }

    private mutating func segment(_ bits: inout BitBuffer) throws(Failure) {
        let start = position
        let value = try segmentValue()
        skipSpace()
        var type = SegmentType()
        if peek == UInt8(ascii: ":") {
            position += 1
            skipSpace()
            guard peek != UInt8(ascii: "+"), peek != UInt8(ascii: "-"),
                case .term(.integer(let size)) = try segmentValue(), size >= 0
            else { throw .noTerm }
            type.size = size
            skipSpace()
        }
        if accept("/") {
            repeat {
                try segmentOption(&type)
                skipSpace()
            } while accept("-")
        }
        guard let encoding = type.encoding else { throw .noTerm }
        guard encoding.bits <= Self.maximumSegmentBits else { throw .tooLarge(start) }
        guard append(value, encoding, &bits) else { throw .noTerm }
    }

    private func append(_ value: SegmentValue, _ encoding: SegmentEncoding, _ bits: inout BitBuffer) -> Bool {
        switch value {
        case .term(let term): return encoding.append(term, &bits)
        case .string([]):
            var none = BitBuffer()
            return encoding.append(.integer(0), &none)
        case .string(let codes): return codes.allSatisfy { encoding.append(.integer($0), &bits) }
        }
    }

    private mutating func segmentValue() throws(Failure) -> SegmentValue {
        switch peek {
        case UInt8(ascii: "\""):
            return .string(try strings().compactMap { if case .integer(let code) = $0 { code } else { nil } })
        case UInt8(ascii: "~"):
            let (codes, isBinary) = try sigilCodes()
            return isBinary ? .term(Self.binary(codes)) : .string(codes)
        case UInt8(ascii: "("):
            var string: [Int]?
            let term = try nested { (parser) throws(Failure) in
                try parser.expect("(")
                let value = try parser.segmentValue()
                parser.skipSpace()
                guard parser.peek == UInt8(ascii: ")") else { throw .noTerm }
                parser.position += 1
                switch value {
                case .string(let codes):
                    string = codes
                    return .emptyList
                case .term(let term): return term
                }
            }
            return string.map { .string($0) } ?? .term(term)
        default: return .term(try term())
        }
    }

    /// `little`, `unit:8` and the like.
    private mutating func segmentOption(_ type: inout SegmentType) throws(Failure) {
        let name = try atom().name
        guard name == "unit" else {
            guard type.merge(name) else { throw .noTerm }
            return
        }
        skipSpace()
        try expect(":")
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= peek,
            case .integer(let unit) = try number(isNegative: false), type.merge(unit: unit)
        else { throw .noTerm }
    }
}
