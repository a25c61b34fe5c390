/// Why a text is not the Erlang terms that it should be.
///
/// Shown as `cannot read 'shop.appup': 3:5: syntax error before: ','`, the reason in OTP's words.
public struct TermTextError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, for programs to distinguish.
    public enum Code: Hashable, Sendable {
        /// The characters do not make tokens (`erl_scan`).
        case scan
        /// The tokens do not make an expression (`erl_parse`).
        case syntax
        /// The expression is not a term (`erl_parse`).
        case badTerm
        /// The bytes are not UTF-8 (`file_io_server`).
        case encoding
        /// Nested deeper than `TermTextReader.maximumDepth`.
        case tooDeep
        /// A number or a segment of a binary is larger than any in use.
        case tooLarge
        /// There is not exactly the one term that was asked for.
        case count
    }

    public let code: Code
    /// The file's name as the reader got it, or what stands for it.
    public let file: String
    public let place: TextPlace
    /// In the words of OTP's `format_error/1`, if OTP has words for it.
    public let reason: String
    /// Whether other versions of OTP read the text. The reason quotes nothing of it then.
    public let isOfVersion: Bool
    /// The error as `file:consult/1` returns it: `{Line, Module, Reason}`.
    public let erlangTerm: ErlangTerm

    public var description: String { "cannot read '\(file)': \(place): \(reason)" }
}

extension TermTextError: Equatable {
    public static func == (left: TermTextError, right: TermTextError) -> Bool {
        left.code == right.code && left.place == right.place && left.file == right.file
    }
}
