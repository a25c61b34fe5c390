internal import BigInt

/// Bits that are put together into a bitstring.
struct BitBuffer {
    private var bytes: [UInt8] = []
    /// How many bits of the last byte are in use, 1 to 8; 8 if there is no byte.
    private var bitsInLastByte = 8

    var term: ErlangTerm {
        bitsInLastByte == 8 ? .binary(bytes) : .bitstring(bytes, bitsInLastByte: bitsInLastByte)
    }

    mutating func append(_ byte: UInt8) {
        if bitsInLastByte == 8 {
            bytes.append(byte)
        } else {
            append([byte], bits: 8)
        }
    }

    /// Appends the first `count` bits of some bytes, each byte's high bits first.
    mutating func append(_ source: some Collection<UInt8>, bits count: Int) {
        guard count > 0 else { return }
        if bitsInLastByte == 8 {
            bytes.append(contentsOf: source.prefix((count + 7) / 8))
        } else {
            for byte in source.prefix((count + 7) / 8) {
                bytes[bytes.count - 1] |= byte >> UInt8(bitsInLastByte)
                bytes.append(byte << UInt8(8 - bitsInLastByte))
            }
            if (count + 7) % 8 + 1 + bitsInLastByte <= 8 { bytes.removeLast() }
        }
        bitsInLastByte = (bitsInLastByte + count - 1) % 8 + 1
        bytes[bytes.count - 1] &= ~0 << UInt8(8 - bitsInLastByte)
    }

    /// Appends the low `count` bits of an integer, in two's complement. In little order whole bytes come lowest first,
    /// and what is left over last.
    mutating func append(_ value: BigInt, bits count: Int, isLittle: Bool) {
        guard count > 0 else { return }
        let (whole, rest) = (count / 8, count % 8)
        let filler: UInt8 = value < 0 ? 0xFF : 0
        let words = Array(value.words)
        func byte(_ index: Int) -> UInt8 {
            index / 8 < words.count ? UInt8(truncatingIfNeeded: words[index / 8] >> UInt(index % 8 * 8)) : filler
        }
        if rest > 0, !isLittle { append([byte(whole) << UInt8(8 - rest)], bits: rest) }
        append((0..<whole).map { byte(isLittle ? $0 : whole - 1 - $0) }, bits: whole * 8)
        if rest > 0, isLittle { append([byte(whole) << UInt8(8 - rest)], bits: rest) }
    }
}
