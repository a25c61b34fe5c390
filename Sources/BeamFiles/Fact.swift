internal import ErlangTerms

/// What the code of a module shows about something. `unknown` means that the code does not show it, not that there is
/// nothing.
public enum Fact<Value: Hashable & Sendable>: Hashable, Sendable {
    case known(Value)
    case unknown

    /// The value if it is known.
    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    /// A known value, or `unknown` for nil.
    init(_ value: Value?) {
        self = value.map { .known($0) } ?? .unknown
    }

    /// The fact that `change` makes of a known value.
    public func map<Other>(_ change: (Value) -> Other) -> Fact<Other> {
        switch self {
        case .known(let value): .known(change(value))
        case .unknown: .unknown
        }
    }

    /// The term of the value, or `unknown`.
    func term(_ value: (Value) -> ErlangTerm) -> ErlangTerm {
        switch self {
        case .known(let known): value(known)
        case .unknown: Fact.unknownTerm
        }
    }

    static var unknownTerm: ErlangTerm { .atom("unknown") }
}

extension TermFields {
    /// The fact in a field, which may be `unknown`; nil if the field is missing.
    func fact<Value>(
        _ key: Atom, _ expected: String, _ convert: (ErlangTerm) -> Value?
    ) throws(TermShapeError) -> Fact<Value>? {
        guard let term = self[key] else { return nil }
        if term == Fact<Value>.unknownTerm { return .unknown }
        return .known(try value(key, expected, convert))
    }
}
