internal import BeamFiles
internal import ErlangTerms

/// What the processes of a module run as. It is fixed when a process starts.
enum ProcessKind: String, Hashable, Sendable {
    case server = "gen_server"
    case stateMachine = "gen_statem"
    case oldStateMachine = "gen_fsm"
    case eventHandler = "gen_event"
    case batchServer = "gen_batch_server"
    case stage = "GenStage"
    case processOneServer = "p1_server"
    case processOneStateMachine = "p1_fsm"
    case supervisor
    case dynamicSupervisor = "DynamicSupervisor"
    case bridge = "supervisor_bridge"
    case special = "special process"

    /// The kind for a behaviour of Erlang or Elixir; nil if it is not a behaviour of processes.
    init?(behaviour: Atom) {
        switch behaviour {
        case "Elixir.GenServer": self = .server
        case "Elixir.GenStateMachine": self = .stateMachine
        case "Elixir.GenEvent": self = .eventHandler
        case "Elixir.Supervisor": self = .supervisor
        case "Elixir.DynamicSupervisor": self = .dynamicSupervisor
        case "Elixir.GenStage": self = .stage
        default:
            guard let kind = ProcessKind(rawValue: behaviour.name), kind != .special else { return nil }
            self = kind
        }
    }

    /// The callback that `sys:change_code/4` needs; nil if the kind has none.
    var codeChange: LocalFunction? {
        switch self {
        case .server, .eventHandler, .stage, .processOneServer: LocalFunction("code_change", 3)
        case .stateMachine, .oldStateMachine, .processOneStateMachine: LocalFunction("code_change", 4)
        case .special: LocalFunction("system_code_change", 4)
        case .batchServer, .supervisor, .dynamicSupervisor, .bridge: nil
        }
    }
}

extension ModuleFacts {
    /// What processes of the module run as; empty if neither a behaviour nor its exports show it.
    var processKinds: Set<ProcessKind> {
        let kinds = Set(behaviours.compactMap(ProcessKind.init(behaviour:)))
        return kinds.isEmpty && isSpecialProcess ? [.special] : kinds
    }
}

extension Set<ProcessKind> {
    /// As findings name them: `gen_server`, `gen_event and gen_server`.
    var shown: String { isEmpty ? "none" : map(\.rawValue).sorted().joined(separator: " and ") }
}
