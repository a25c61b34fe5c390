internal import ErlangTerms

/// Why a file is no relup.
///
/// Shown as `cannot read 'relup': its version is not a string`.
package struct RelupError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong, as a program tells it apart.
    package enum Code: Hashable, Sendable {
        /// The file is no Erlang term, or not just one.
        case term
        /// The term is no relup.
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
