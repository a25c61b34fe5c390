internal import BigInt

/// What follows the value of a binary's segment: `:Size/Type-Sign-Endianness-unit:Unit`.
struct SegmentType {
    private enum Kind { case integer, float, binary, utf8, utf16, utf32 }

    /// As written, in units.
    var size: Int?
    private var kind: Kind?
    private var isLittle: Bool?
    private var isSigned: Bool?
    private var unit: Int?

    /// Adds an option; false if no option has that name, or if it contradicts another.
    mutating func merge(_ option: String) -> Bool {
        switch option {
        case "integer": Self.merge(&kind, .integer)
        case "float": Self.merge(&kind, .float)
        case "binary": Self.merge(&kind, .binary)
        case "bytes": Self.merge(&kind, .binary) && Self.merge(&unit, 8)
        case "bitstring", "bits": Self.merge(&kind, .binary) && Self.merge(&unit, 1)
        case "utf8": Self.merge(&kind, .utf8)
        case "utf16": Self.merge(&kind, .utf16)
        case "utf32": Self.merge(&kind, .utf32)
        case "big": Self.merge(&isLittle, false)
        case "little", "native": Self.merge(&isLittle, true)
        case "signed": Self.merge(&isSigned, true)
        case "unsigned": Self.merge(&isSigned, false)
        default: false
        }
    }

    mutating func merge(unit: Int) -> Bool {
        1...256 ~= unit && Self.merge(&self.unit, unit)
    }

    private static func merge<Value: Equatable>(_ old: inout Value?, _ new: Value) -> Bool {
        if old == nil { old = new }
        return old == new
    }

    /// The encoding with defaults filled in, as by `erl_bits:set_bit_type/2`, OTP 25.2; `nil` if the options contradict
    /// each other.
    var encoding: SegmentEncoding? {
        let isLittle = isLittle ?? false
        func bits(byDefault bits: Int) -> Int? {
            guard let size else { return unit == nil ? bits : nil }
            let (product, overflow) = size.multipliedReportingOverflow(by: unit ?? 1)
            return overflow ? Int.max : product
        }
        switch kind ?? .integer {
        case .integer: return bits(byDefault: 8).map { .integer(bits: $0, isLittle: isLittle) }
        case .float: return bits(byDefault: 64).map { .float(bits: $0, isLittle: isLittle) }
        case .binary:
            let unit = unit ?? 8
            guard let size else { return .wholeBits(unit: unit) }
            let (product, overflow) = size.multipliedReportingOverflow(by: unit)
            return .bits(count: overflow ? Int.max : product)
        case .utf8: return size == nil && unit == nil ? .utf8 : nil
        case .utf16: return size == nil && unit == nil ? .utf16(isLittle: isLittle) : nil
        case .utf32: return size == nil && unit == nil ? .utf32(isLittle: isLittle) : nil
        }
    }
}

/// How a value becomes bits.
enum SegmentEncoding {
    case integer(bits: Int, isLittle: Bool)
    case float(bits: Int, isLittle: Bool)
    /// A bitstring as it is, if its length is a multiple of `unit`.
    case wholeBits(unit: Int)
    /// The first `count` bits of a bitstring.
    case bits(count: Int)
    case utf8
    case utf16(isLittle: Bool)
    case utf32(isLittle: Bool)

    /// The size in bits, as far as it does not depend on the value.
    var bits: Int {
        switch self {
        case .integer(let bits, _), .float(let bits, _): bits
        default: 0
        }
    }

    /// Appends the value; false if it has no such encoding.
    func append(_ value: ErlangTerm, _ buffer: inout BitBuffer) -> Bool {
        switch self {
        case .integer(let bits, let isLittle):
            guard let integer = value.anyInteger else { return false }
            buffer.append(integer, bits: bits, isLittle: isLittle)
        case .float(let bits, let isLittle):
            guard let pattern = Self.floatPattern(value, bits) else { return false }
            buffer.append(BigInt(pattern), bits: bits, isLittle: isLittle)
        case .wholeBits(let unit):
            guard let (bytes, count) = value.bits, count % unit == 0 else { return false }
            buffer.append(bytes, bits: count)
        case .bits(let wanted):
            guard let (bytes, count) = value.bits, wanted <= count else { return false }
            buffer.append(bytes, bits: wanted)
        case .utf8:
            guard let scalar = Self.scalar(value) else { return false }
            for byte in UTF8.encode(scalar)! { buffer.append(byte) }
        case .utf16(let isLittle):
            guard let scalar = Self.scalar(value) else { return false }
            for unit in UTF16.encode(scalar)! { buffer.append(BigInt(unit), bits: 16, isLittle: isLittle) }
        case .utf32(let isLittle):
            guard let scalar = Self.scalar(value) else { return false }
            buffer.append(BigInt(scalar.value), bits: 32, isLittle: isLittle)
        }
        return true
    }

    private static func scalar(_ value: ErlangTerm) -> Unicode.Scalar? {
        guard case .integer(let code) = value else { return nil }
        return UInt32(exactly: code).flatMap { Unicode.Scalar($0) }
    }

    /// A float too large for 16 or 32 bits becomes an infinity, as in OTP.
    private static func floatPattern(_ value: ErlangTerm, _ bits: Int) -> UInt64? {
        let double: Double
        switch value {
        case .float(let value): double = value
        case .integer(let value): double = Double(value)
        case .bigInteger(let value): double = Double(value)
        default: return nil
        }
        switch bits {
        case 16: return UInt64(Float16(double).bitPattern)
        case 32: return UInt64(Float(double).bitPattern)
        case 64: return double.isFinite ? double.bitPattern : nil
        default: return nil
        }
    }
}
