internal import ErlangTerms

/// Why a file is no relup.
///
/// Shown as `cannot read 'relup': its version is not a string`.
public struct RelupError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong, as a program tells it apart.
    public enum Code: Hashable, Sendable {
        /// The file is no Erlang term, or not just one.
        case term
        /// The term is no relup.
        case shape
    }

    public let code: Code
    public let description: String

    init(_ error: TermTextError) {
        code = .term
        description = error.description
    }

    init(_ file: String, _ reason: String) {
        code = .shape
        description = "cannot read '\(file)': \(reason)"
    }
}
