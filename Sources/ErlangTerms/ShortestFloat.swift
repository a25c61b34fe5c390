/// Floats as `float_to_list(Float, [short])`, OTP 25.2, writes them: with the fewest digits that give the same float.
enum ShortestFloat {
    /// Plain decimals unless the form with an exponent is shorter or the float is 2⁵³ or more.
    static func text(_ value: Double) -> String {
        let sign = value.sign == .minus ? "-" : ""
        if value == 0 { return "\(sign)0.0" }
        let (digits, point) = decimals(value.magnitude)
        let exponent = "\(point - 1)"
        let lengthWithExponent = max(digits.count, 2) + 2 + exponent.count
        let text: String
        if point > 0, point < digits.count {
            text = "\(digits.prefix(point)).\(digits.dropFirst(point))"
        } else if point <= 0, 2 - point + digits.count <= lengthWithExponent {
            text = "0.\(String(repeating: "0", count: -point))\(digits)"
        } else if point > 0, point + 2 <= lengthWithExponent, value.magnitude < 0x1p53 {
            text = "\(digits)\(String(repeating: "0", count: point - digits.count)).0"
        } else {
            text = "\(digits.prefix(1)).\(digits.count > 1 ? digits.dropFirst() : "0")e\(exponent)"
        }
        return sign + text
    }

    /// The digits of a positive float, without zeros at either end, and how many of them come before the point.
    private static func decimals(_ value: Double) -> (digits: String, point: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        let all = String(mantissa[0] + fraction)
        var digits = all.drop { $0 == "0" }
        let point = mantissa[0].count - (all.count - digits.count)
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), point + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0))
    }
}
