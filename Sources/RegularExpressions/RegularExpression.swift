internal import CPCRE2

/// A regular expression as Erlang's `re` understands it: Perl's, over Unicode text, with the library PCRE2.
///
/// OTP 25 contains PCRE 8.44; the two differ only in rare constructs.
package final class RegularExpression {
    private let code: OpaquePointer

    /// Compiles UTF-8 text. It ends at its first zero byte, if it has one, as in Erlang.
    package init(_ pattern: [UInt8]) throws(RegularExpressionError) {
        let pattern = pattern.prefix { $0 != 0 }
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        // PCRE 8 reads an unknown escape as its letter.
        pcre2_set_compile_extra_options_8(context, UInt32(PCRE2_EXTRA_BAD_ESCAPE_IS_LITERAL))
        var (number, offset): (Int32, Int) = (0, 0)
        let code = pattern.withUnsafeBufferPointer { bytes in
            pcre2_compile_8(bytes.baseAddress, bytes.count, UInt32(PCRE2_UTF), &number, &offset, context)
        }
        guard let code else { throw RegularExpressionError(offset: offset, message: Self.message(number)) }
        self.code = code
    }

    deinit {
        pcre2_code_free_8(code)
    }

    /// Whether the first match in UTF-8 text, leftmost and in Perl's order, is the whole text.
    ///
    /// A match that takes too many steps counts as no match, as in Erlang.
    package func matchesWhole(_ text: [UInt8]) -> Bool {
        guard let match = pcre2_match_data_create_8(1, nil) else { return false }
        defer { pcre2_match_data_free_8(match) }
        let result = text.withUnsafeBufferPointer { bytes in
            pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, 0, match, nil)
        }
        guard result >= 0, let bounds = pcre2_get_ovector_pointer_8(match) else { return false }
        return bounds[0] == 0 && bounds[1] == text.count
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = buffer.withUnsafeMutableBufferPointer { bytes in
            pcre2_get_error_message_8(number, bytes.baseAddress, bytes.count)
        }
        return String(decoding: buffer.prefix(Int(max(length, 0))), as: UTF8.self)
    }
}

/// Why a text is not a regular expression.
package struct RegularExpressionError: Error, Equatable, CustomStringConvertible {
    /// Where, in bytes from the start of the expression.
    package let offset: Int
    /// Why, in the words of PCRE2.
    package let message: String

    package init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }

    package var description: String { "\(message) at byte \(offset)" }
}
