package import ErlangTerms

/// Why a release cannot be read, or a relup cannot be made, as `systools` reports it.
package struct SystoolsError: Error, Hashable, CustomStringConvertible {
    /// The module of `sasl` that reports an error, and whose `format_error/1` knows the reason.
    package enum Module: String, Sendable {
        case make = "systools_make"
        case relup = "systools_relup"
        case scripts = "systools_rc"
    }

    /// `{error, Module, Reason}`, or `{exception, error, Reason}` if systools itself crashes.
    package let term: ErlangTerm
    /// One sentence for people.
    package let description: String

    package init(_ module: Module, _ reason: ErlangTerm, _ description: String) {
        term = .tuple(.atom("error"), .atom(module.rawValue), reason)
        self.description = description
    }

    /// An error that makes systools crash instead of reporting it.
    package init(crash reason: Atom, _ description: String) {
        term = .tuple(.atom("exception"), .atom("error"), .atom(reason))
        self.description = description
    }

    private init(term: ErlangTerm, description: String) {
        self.term = term
        self.description = description
    }

    /// The same error, as the reason why something larger failed.
    package func because(_ greater: String) -> SystoolsError {
        SystoolsError(term: term, description: "\(greater): \(description)")
    }
}

/// A check of systools that crashes on its input instead of answering: `badarg` or `function_clause`.
struct Crash: Error {
    let reason: Atom

    /// What `catch` makes of it. Differs from OTP: the stack trace is empty, because it describes the virtual machine's
    /// code.
    var exit: ErlangTerm {
        .tuple(.atom("EXIT"), .tuple(.atom(reason), .emptyList))
    }
}
