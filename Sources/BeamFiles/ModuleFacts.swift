public import ErlangTerms

/// What upgrades need to know of a module, read from its beam without running it.
public struct ModuleFacts: Hashable, Sendable {
    public var name: Atom
    /// `Module:module_info(md5)`, 16 bytes.
    public var md5: [UInt8]
    /// The attribute `vsn`: a list, most often of one number. Nil where the beam was stripped of its attributes.
    public var version: ErlangTerm?
    /// The behaviours: as the module declares them or, where it was stripped of that, as its exports and imports tell.
    public var behaviours: [Atom]
    /// Whether the attributes are there, so that `behaviours` are declared and not told from exports.
    public var hasAttributes: Bool
    /// In Erlang's order.
    public var exports: [LocalFunction]
    /// In Erlang's order.
    public var imports: [ExternalFunction]
    /// The callbacks that convert a state, by arity: `code_change/3` and `/4`, `system_code_change/4`.
    public var codeChanges: [CodeChange]
    /// Whether a function of the module runs when it is loaded.
    public var runsOnLoad: Bool
    /// Whether the module calls `erlang:load_nif/2`.
    public var loadsNIF: Bool
    /// The funs that the module makes, in the order of its table.
    public var lambdas: [Lambda]
    /// The keys of the struct that an Elixir module defines, in Erlang's order.
    public var structKeys: [Atom]?
    /// The outer form of the state that `init/1` gives, where it can be seen: a tuple or map, `_` for its inner terms.
    public var stateShape: ErlangTerm?
    /// The children that the module starts, where it is a supervisor, or an application's callback that starts one.
    public var supervision: Supervision?
    /// The id in the child specification that the module gives of itself (`child_spec/1`), where it can be seen.
    public var childID: ErlangTerm?

    /// A callback that converts a process's state.
    public struct CodeChange: Hashable, Sendable {
        public let function: LocalFunction
        /// Whether it gives the state back as it was, as the one that `use GenServer` defines.
        public let isIdentity: Bool

        public init(function: LocalFunction, isIdentity: Bool) {
            self.function = function
            self.isIdentity = isIdentity
        }
    }

    public var isSupervisor: Bool { behaviours.contains(where: Self.supervisorBehaviours.contains) }

    static let supervisorBehaviours: Set<Atom> = ["supervisor", "Elixir.Supervisor", "Elixir.DynamicSupervisor"]

    public func exports(_ name: Atom, _ arity: Int) -> Bool {
        exports.contains(LocalFunction(name, arity))
    }

    /// The code change is the one that Elixir's `use GenServer` (or a behaviour built on it) defines.
    public var hasDefaultCodeChange: Bool {
        behaviours.contains { $0.name.hasPrefix("Elixir.") } && !codeChanges.isEmpty
            && codeChanges.allSatisfy(\.isIdentity)
    }
}
