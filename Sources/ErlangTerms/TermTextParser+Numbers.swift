internal import BigInt
internal import LibC

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
            if peek == UInt8(ascii: "."), let digit = Self.digit(peekSecond), digit < base,
                isNew(.basedFloat, at: start)
            {
                return .float(try basedFraction(from: start, base: base, isNegative: isNegative))
            }
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
        let value = Self.integer(text[start..<position], base: base)
        return .integer(isNegative ? -value : value)
    }

    /// The value of digits, which may have underscores between them.
    private static func integer(_ digits: some Sequence<UInt8>, base: Int) -> BigInt {
        // As many digits at once as a word takes.
        var (value, chunk, power) = (BigInt(0), UInt(0), UInt(1))
        for digit in digits.lazy.compactMap(Self.digit) {
            chunk = chunk * UInt(base) + UInt(digit)
            power *= UInt(base)
            if power > UInt.max / 36 / 36 {
                value = value * BigInt(power) + BigInt(chunk)
                (chunk, power) = (0, 1)
            }
        }
        return value * BigInt(power) + BigInt(chunk)
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

    /// The float with a base whose dot is next. The arithmetic, and so the rounding, is that of `erl_scan`, OTP 29.
    private mutating func basedFraction(from start: Int, base: Int, isNegative: Bool) throws(Failure) -> Double {
        let dot = position
        position += 1
        _ = digits(base: base)
        let end = position
        var exponent = 0
        if peek == UInt8(ascii: "#"), peekSecond | 0x20 == UInt8(ascii: "e") {
            position += 2
            exponent = try basedExponent()
        }
        guard end - start <= Self.maximumDigits else { throw .tooLarge(start) }
        let value: Double
        if base == 10 {
            guard let decimal = Double("\(digitsText(start, end))e\(exponent)") else { throw .noTerm }
            value = decimal
        } else {
            // The last zeros do not count, except for one immediately after the dot.
            var fraction = text[(dot + 1)..<end].filter { $0 != UInt8(ascii: "_") }[...]
            while fraction.count > 1, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
            let mantissa = Self.integer(text[start..<dot] + fraction, base: base)
            value = Double(mantissa) * pow(Double(base), Double(exponent - fraction.count))
        }
        guard value.isFinite else { throw .noTerm }
        return isNegative ? -value : value
    }

    /// The exponent, with or without a sign, that is next. One that is larger than any in use is 100,000.
    private mutating func basedExponent() throws(Failure) -> Int {
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative || peek == UInt8(ascii: "+") { position += 1 }
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= peek else { throw .noTerm }
        let exponent = min(digits(base: 10) ?? .max, 100_000)
        return isNegative ? -exponent : exponent
    }

    /// The text from `start` to here, or to `end`, without underscores.
    private func digitsText(_ start: Int, _ end: Int? = nil) -> String {
        String(decoding: text[start..<(end ?? position)].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }
}
