import RegularExpressions
import Testing

@Suite struct RegularExpressionTests {
    /// As `re:run(Text, Expression, [unicode, {capture, first, list}])`, OTP 25.2, matches the whole text.
    @Test(arguments: [
        ("a+", "aaa", true), ("a+?", "aaa", false), ("a|ab", "ab", false), ("ab|a", "ab", true), ("b", "ab", false),
        ("", "", true), ("", "a", false), ("(?i)É", "é", true), ("\\d+", "٣", false), ("\\w", "é", false),
        ("(a)(?<n>b)\\2\\k<n>", "abbb", true), ("\\Q1.0\\E", "1.0", true), ("(?<=a)b|ab", "ab", true),
        ("\\y", "y", true), ("a\u{0}b", "a", true), ("(a+)+b", String(repeating: "a", count: 40), false),
        (".", "\n", false), ("1$", "1\n", false),
    ])
    func matchesAsErlangDoes(expression: String, text: String, matches: Bool) throws {
        #expect(try RegularExpression(Array(expression.utf8)).matchesWhole(Array(text.utf8)) == matches)
    }

    @Test func refusesWhatIsNoUTF8() {
        #expect(throws: RegularExpressionError.self) { try RegularExpression([0xFF]) }
    }
}
