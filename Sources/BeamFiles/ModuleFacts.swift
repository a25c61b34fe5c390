public import ErlangTerms

/// What upgrades need to know about a module, read from its beam without running it.
///
/// Nil means that the module has no such thing; `unknown`, that it has one that its code does not show.
public struct ModuleFacts: Hashable, Sendable {
    public var name: Atom
    /// `Module:module_info(md5)`, 16 bytes.
    public var md5: [UInt8]
    /// The attribute `vsn`: a list, usually of one number. Nil if the beam was stripped of its attributes.
    public var version: ErlangTerm?
    /// The behaviours that the module declares or, if it was stripped of them, those that its exports and imports
    /// suggest.
    public var behaviours: [Atom]
    /// Whether the attributes are there, so that `behaviours` are declared and not guessed.
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
    /// Why the module's code cannot be read; all facts from code are `unknown` then.
    public var unreadable: String?
    /// The keys of the struct that an Elixir module defines, in Erlang's order.
    public var structKeys: Fact<[Atom]>?
    /// The outer form of the state that `init/1` returns: a tuple or map, `_` for its inner terms, or the name of
    /// another type of term (`integer`, `list`, …). `unknown` also if it differs from case to case.
    public var stateShape: Fact<ErlangTerm>?
    /// The same state with the forms of its inner terms, for people: `[]`, `0`, the names of types, `_` for what is not
    /// seen. Nil if it differs from case to case.
    public var stateForm: ErlangTerm?
    /// The children that the module starts if it is a supervisor, or an application's callback module that starts one.
    public var supervision: Supervision?
    /// The module's own child specification (`child_spec/1`): a map, with `_` for what is not seen.
    public var childSpecification: Fact<ErlangTerm>?
    /// For a module with `callback_mode/0`: how it handles states.
    public var callbackMode: Fact<CallbackMode>?
    /// For a module with `start/2`: whose process that returns. Meaningful only for an application's callback module.
    public var applicationStart: Fact<ApplicationStart>?
    /// For a supervisor: what its `init/1` does. `{update, Module, supervisor}` runs it again.
    public var initEffects: Fact<Effects>?
    /// For an application's callback module: what its `start/2` does.
    public var startEffects: Fact<Effects>?
    /// The tagged tuples that the module makes or takes apart, in its code or in its literals; sorted, each once.
    /// Tuples that OTP's behaviours pass (`{ok, _}`, `{reply, _, _}`, …) are left out.
    public var tuples: Fact<[TaggedTuple]> = .known([])
    /// The structs that the module makes or takes apart, by their modules; sorted.
    public var structs: Fact<[Atom]> = .known([])
    /// The calls of `ets:new/2` anywhere in the module; sorted, each once.
    public var tables: Fact<[Call]> = .known([])
    /// The calls anywhere in the module that set applications' environments (`application:set_env`,
    /// `Application.put_env` and the like), without the values; sorted, each once.
    public var environmentWrites: Fact<[Call]> = .known([])
    /// The calls anywhere in the module that store terms which outlive their process's code (`ets:insert/2`,
    /// `ets:insert_new/2`, `dets:insert/2`, `persistent_term:put/2`); sorted, each once. Instead of the term they have
    /// its form, as `StoredForm` returns it.
    public var stored: Fact<[Call]> = .known([])
    /// The functions that wait and call each other, or themselves, by their local names: a process in them never
    /// reaches newer code. In Erlang's order.
    public var localLoops: Fact<[LocalFunction]> = .known([])
    /// The functions of the `lambdas` that may outlive the call that they are made for, as `KeptFuns` finds them.
    public var keptFuns: Fact<[LocalFunction]> = .known([])

    /// A callback that converts a process's state.
    public struct CodeChange: Hashable, Sendable {
        public let function: LocalFunction
        /// Whether it returns the state unchanged, as the one that `use GenServer` defines does.
        public let isIdentity: Bool

        public init(function: LocalFunction, isIdentity: Bool) {
            self.function = function
            self.isIdentity = isIdentity
        }
    }

    /// Whether the module's code could be read.
    public var hasFacts: Bool { unreadable == nil }

    /// Whether a process or a fun may stay in this code after an upgrade, as far as the code shows or hides it.
    public var mayKeepOldCodeInUse: Bool { keptFuns != .known([]) || localLoops != .known([]) }

    /// The id in the module's own child specification; nil if the module has none or the id is not seen.
    public var childID: ErlangTerm? {
        guard case .known(.map(let map))? = childSpecification else { return nil }
        return map["id"]?.visible
    }

    /// Whether processes of the module handle system messages by themselves (`proc_lib`, `sys:handle_system_msg/6`).
    public var isSpecialProcess: Bool { exports("system_continue", 3) }

    public var isSupervisor: Bool { behaviours.contains(where: Self.supervisorBehaviours.contains) }

    static let supervisorBehaviours: Set<Atom> = ["supervisor", "Elixir.Supervisor", "Elixir.DynamicSupervisor"]

    /// Whether the module is the callback module of an application.
    public var isApplication: Bool { !Set(behaviours).isDisjoint(with: ["application", "Elixir.Application"]) }

    public func exports(_ name: Atom, _ arity: Int) -> Bool {
        exports.contains(LocalFunction(name, arity))
    }

    /// Whether the code change is the one that Elixir's `use GenServer`, or a behaviour built on it, defines.
    public var hasDefaultCodeChange: Bool {
        behaviours.contains { $0.name.hasPrefix("Elixir.") } && !codeChanges.isEmpty
            && codeChanges.allSatisfy(\.isIdentity)
    }
}
