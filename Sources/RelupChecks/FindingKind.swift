package import ErlangTerms

/// What all findings of one code have in common. `Documentation/Checks.md` is made of these.
package struct FindingKind: Hashable, Sendable {
    /// Names the kind for ever, as `module-not-covered`.
    package let code: Atom
    package let severity: Finding.Severity
    /// What is wrong, and what comes of it.
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
