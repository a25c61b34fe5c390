/// Why a text is not the Erlang terms that it should be.
///
/// Shown as `cannot read 'shop.appup': 3:5: syntax error before: ','`, the reason in OTP's words.
public struct TermTextError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, as a program tells it apart.
    public enum Code: Hashable, Sendable {
        /// The characters do not make tokens (`erl_scan`).
        case scan
        /// The tokens do not make an expression (`erl_parse`).
        case syntax
        /// The expression is no term (`erl_parse`).
        case badTerm
        /// The bytes are no UTF-8 (`file_io_server`).
        case encoding
        /// Deeper than `TermTextReader.maximumDepth`.
        case tooDeep
        /// A number or a segment of a binary is larger than any in use.
        case tooLarge
        /// There is not the one term that was asked for.
        case count
    }

    public let code: Code
    /// The file as its reader was told, or what stands for it.
    public let file: String
    public let place: TextPlace
    /// In the words of OTP's `format_error/1` where OTP has some.
    public let reason: String
    /// The error as `file:consult/1` returns it: `{Line, Module, Reason}`.
    public let erlangTerm: ErlangTerm

    public var description: String { "cannot read '\(file)': \(place): \(reason)" }
}

extension TermTextError: Equatable {
    public static func == (left: TermTextError, right: TermTextError) -> Bool {
        left.code == right.code && left.place == right.place && left.file == right.file
    }
}
