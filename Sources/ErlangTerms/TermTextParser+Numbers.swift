internal import BigInt

/// Integers and floats.
extension TermTextParser {
    /// The maximum number of digits of an integer. Erlang reads more, but no file of a release has them.
    static let maximumDigits = 65_536

    /// The number whose first digit is next, negated if its sign said so.
    mutating func number(isNegative: Bool) throws(Failure) -> ErlangTerm {
        let start = position
        var value = digits(base: 10)
        switch peek {
        case UInt8(ascii: ".") where UInt8(ascii: "0")...UInt8(ascii: "9") ~= peekSecond:
            return .float(try fraction(from: start, isNegative: isNegative))
        case UInt8(ascii: "#"):
            guard let base = value, 2...36 ~= base else { throw .noTerm }
            position += 1
            let start = position
            value = digits(base: base)
            guard position > start else { throw .noTerm }
            if let value { return .integer(isNegative ? -value : value) }
            return try bigInteger(from: start, base: base, isNegative: isNegative)
        default:
            if let value { return .integer(isNegative ? -value : value) }
            return try bigInteger(from: start, base: 10, isNegative: isNegative)
        }
    }

    /// Moves over digits of a base, with single underscores between them; their value, or `nil` if `Int` overflows.
    mutating func digits(base: Int) -> Int? {
        let start = position
        var value: Int? = 0
        while true {
            if let digit = Self.digit(peek), digit < base {
                value = value.flatMap { value in
                    let (product, overflow) = value.multipliedReportingOverflow(by: base)
                    let (sum, overflow2) = product.addingReportingOverflow(digit)
                    return overflow || overflow2 ? nil : sum
                }
                position += 1
            } else if peek == UInt8(ascii: "_"), position > start, let digit = Self.digit(peekSecond), digit < base {
                position += 1
            } else {
                return value
            }
        }
    }

    private func bigInteger(from start: Int, base: Int, isNegative: Bool) throws(Failure) -> ErlangTerm {
        guard position - start <= Self.maximumDigits else { throw .tooLarge(start) }
        // As many digits at once as a word takes.
        var (value, chunk, power) = (BigInt(0), UInt(0), UInt(1))
        for digit in text[start..<position].lazy.compactMap(Self.digit) {
            chunk = chunk * UInt(base) + UInt(digit)
            power *= UInt(base)
            if power > UInt.max / 36 / 36 {
                value = value * BigInt(power) + BigInt(chunk)
                (chunk, power) = (0, 1)
            }
        }
        value = value * BigInt(power) + BigInt(chunk)
        return .integer(isNegative ? -value : value)
    }

    /// The float whose dot is next.
    private mutating func fraction(from start: Int, isNegative: Bool) throws(Failure) -> Double {
        position += 1
        _ = digits(base: 10)
        if peek | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= peek else { throw .noTerm }
            _ = digits(base: 10)
        }
        guard let value = Double(digitsText(start)), value.isFinite else { throw .noTerm }
        return isNegative ? -value : value
    }

    /// The text from `start` to here without underscores.
    private func digitsText(_ start: Int) -> String {
        String(decoding: text[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }
}
