package import ErlangTerms

/// Something about an upgrade that people should know before they install it.
package struct Finding: Hashable, Sendable {
    /// What a finding means for the verdict.
    package enum Severity: String, Sendable, CaseIterable {
        /// Good to know.
        case info
        /// Someone should look before the upgrade is installed.
        case warning
        /// The upgrade would fail, or leave the node in a different state than a restart.
        case error
    }

    /// The permanent name of the kind of finding, such as `module-not-covered`.
    package let code: Atom
    package let severity: Severity
    /// Where, such as `up from 1.0.0: demo_server`.
    package let place: String
    /// The cause, in one line.
    package let message: String
    /// What to do about it.
    package let advice: String

    /// A finding of a kind; `place` is where, `message` the cause.
    package init(_ kind: FindingKind, at place: String, _ message: String) {
        code = kind.code
        severity = kind.severity
        self.place = place
        self.message = message
        advice = kind.advice
    }

    /// The finding as a warning, whatever its kind is, with its own advice.
    func asWarning(_ advice: String) -> Finding {
        Finding(code: code, severity: .warning, place: place, message: message, advice: advice)
    }

    private init(code: Atom, severity: Severity, place: String, message: String, advice: String) {
        self.code = code
        self.severity = severity
        self.place = place
        self.message = message
        self.advice = advice
    }
}

extension Finding {
    /// `#{code => Code, severity => Severity, place => Place, message => Message, advice => Advice}`.
    package init(_ fields: TermFields) throws(TermShapeError) {
        code = try fields.atom("code")
        severity = try fields.value("severity", "info, warning or error") { term in
            term.atom.flatMap { Severity(rawValue: $0.name) }
        }
        place = try fields.string("place")
        message = try fields.string("message")
        advice = try fields.string("advice")
    }

    package var term: ErlangTerm {
        .fields([
            "code": .atom(code), "severity": .atom(severity.rawValue), "place": .string(place),
            "message": .string(message), "advice": .string(advice),
        ])
    }
}
