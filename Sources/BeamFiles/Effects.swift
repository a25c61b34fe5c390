public import ErlangTerms

/// What a function does besides returning a term, as far as the code shows it: its calls, and those of all that it
/// calls.
public struct Effects: Hashable, Sendable {
    /// Calls that change something outside. They fail, or happen twice, when they are made again. Sorted, each once.
    public var effects: [Call]
    /// Called functions that are not known to be harmless; sorted, each once. `erlang:apply/2` and `/3` stand for calls
    /// whose target the code does not show.
    public var unknownCalls: [ExternalFunction]

    public init(effects: [Call] = [], unknownCalls: [ExternalFunction] = []) {
        self.effects = effects
        self.unknownCalls = unknownCalls
    }

    /// Whether all calls are seen and none has an effect.
    public var isPure: Bool { effects.isEmpty && unknownCalls.isEmpty }

    /// Both together.
    public func union(_ other: Effects) -> Effects {
        Effects(
            effects: Set(effects + other.effects).sorted(),
            unknownCalls: Set(unknownCalls + other.unknownCalls).sorted())
    }
}

/// A call with its arguments; `_` stands for what the code does not show of them.
public struct Call: Hashable, Sendable, Comparable {
    public var function: ExternalFunction
    public var arguments: [ErlangTerm]

    public init(_ function: ExternalFunction, _ arguments: [ErlangTerm]) {
        self.function = function
        self.arguments = arguments
    }

    /// The name of the table that a call of `ets:new/2` makes; nil if the table is not a named one, or if the code does
    /// not show it.
    public var namedTable: Atom? {
        guard function == ExternalFunction("ets", "new", 2), arguments[1].list?.contains(.atom("named_table")) ?? false
        else { return nil }
        return arguments[0].atom.flatMap { $0 == "_" ? nil : $0 }
    }

    /// Whether the call sets an application's environment: the application and the key are its first two arguments.
    public var setsEnvironment: Bool { KnownCalls.setsEnvironment(function) }

    /// By function, then by the arguments in Erlang's order of terms.
    public static func < (left: Call, right: Call) -> Bool {
        left.function == right.function
            ? TermOrder.terms(.list(left.arguments), .list(right.arguments)) == .less : left.function < right.function
    }
}
