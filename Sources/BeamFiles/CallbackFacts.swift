public import ErlangTerms

/// The mode of a state machine: what `callback_mode/0` of a `gen_statem` returns.
public struct CallbackMode: Hashable, Sendable {
    public enum Style: String, Hashable, Sendable {
        case stateFunctions = "state_functions"
        case handleEventFunction = "handle_event_function"
    }

    public var style: Style
    /// Whether the callback is called when a state is entered.
    public var entersStates: Bool

    public init(_ style: Style, entersStates: Bool = false) {
        self.style = style
        self.entersStates = entersStates
    }
}

/// Whose process `start/2` of an application's callback module returns to the application master.
public enum ApplicationStart: Hashable, Sendable {
    /// A supervisor that the module starts itself, with `supervisor:start_link/2` or the like.
    case supervisor(ExternalFunction)
    /// The process that a function of another module returns: a supervisor, if that module is one.
    case call(ExternalFunction)
    /// A process that is not a supervisor: it does not answer when release_handler asks it for its children.
    case process(ExternalFunction)
}

extension CallbackMode {
    /// The mode that `callback_mode/0` returns: an atom, or a list of one and `state_enter`.
    init?(_ term: ErlangTerm) {
        let modes = term.list ?? [term]
        let names = modes.compactMap(\.atom)
        guard names.count == modes.count, let style = names.lazy.compactMap({ Style(rawValue: $0.name) }).first else {
            return nil
        }
        self.init(style, entersStates: names.contains("state_enter"))
    }

    var term: ErlangTerm { .atoms([Atom(style.rawValue)] + (entersStates ? ["state_enter"] : [])) }
}

extension ApplicationStart {
    /// The start whose pid comes from a call of this function.
    init(origin function: ExternalFunction) {
        let isStart = function.name.name.hasPrefix("start") || function.name.name.hasPrefix("spawn")
        switch function.module {
        case "supervisor" where isStart, "Elixir.Supervisor" where isStart, "Elixir.DynamicSupervisor" where isStart:
            self = .supervisor(function)
        case "gen_server", "gen_statem", "gen_event", "gen_fsm", "proc_lib", "erlang", "Elixir.GenServer",
            "Elixir.Agent",
            "Elixir.Task", "Elixir.Process":
            self = .process(function)
        default: self = .call(function)
        }
    }

    public var function: ExternalFunction {
        switch self {
        case .supervisor(let function), .call(let function), .process(let function): function
        }
    }

    private var kind: Atom {
        switch self {
        case .supervisor: "supervisor"
        case .call: "call"
        case .process: "process"
        }
    }

    /// `{supervisor | call | process, {Module, Function, Arity}}`.
    public var term: ErlangTerm { .tuple(.atom(kind), function.term) }

    /// The start from a term that `term` made.
    public init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 2, let function = ExternalFunction(term: parts[1]) else {
            return nil
        }
        switch parts[0].atom {
        case "supervisor": self = .supervisor(function)
        case "call": self = .call(function)
        case "process": self = .process(function)
        default: return nil
        }
    }
}
