package import ErlangTerms

/// What all findings with one code share. `Documentation/Checks.md` is made from these.
package struct FindingKind: Hashable, Sendable {
    /// The permanent name of the kind, such as `module-not-covered`.
    package let code: Atom
    package let severity: Finding.Severity
    /// What is wrong, and what follows from it.
    package let explanation: String
    /// What to do about it, in one line.
    package let advice: String

    package init(_ code: Atom, _ severity: Finding.Severity, _ explanation: String, advice: String) {
        self.code = code
        self.severity = severity
        self.explanation = explanation
        self.advice = advice
    }
}
