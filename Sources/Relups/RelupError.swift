internal import ErlangTerms

/// Why a file is not a relup.
///
/// Shown as `cannot read 'relup': its version is not a string`.
package struct RelupError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong, for programs.
    package enum Code: Hashable, Sendable {
        /// The file is not an Erlang term, or contains more than one.
        case term
        /// The term is not a relup.
        case shape
    }

    package let code: Code
    package let description: String

    init(_ error: TermTextError) {
        code = .term
        description = error.description
    }

    init(_ file: String, _ reason: String) {
        code = .shape
        description = "cannot read '\(file)': \(reason)"
    }
}
