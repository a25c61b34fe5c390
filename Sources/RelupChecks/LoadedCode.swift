internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// The code of each module that is loaded while a script runs, instruction by instruction.
struct LoadedCode {
    enum State: Equatable {
        /// The code of the release before the script.
        case old
        /// The code of the release after it.
        case new
        /// Code that the relup carries, with its exports if they can be read.
        case carried(Set<LocalFunction>?)
        case none
    }

    private let script: CheckedScript
    private var changed: [Atom: State] = [:]

    /// What is loaded before the first instruction: all of the release before the script.
    init(_ script: CheckedScript) {
        self.script = script
    }

    subscript(module: Atom) -> State {
        if let state = changed[module] { return state }
        return script.before[module] != nil || script.from.modules.contains(module) && script.after[module] == nil
            || Self.preloaded.contains(module) ? .old : .none
    }

    /// The modules that instructions removed and did not load again.
    var removed: [Atom] { changed.filter { $0.value == .none }.map(\.key) }

    mutating func run(_ step: LowLevelInstruction) {
        switch step {
        case .load(let module, _): changed[module] = .new
        case .remove(let module, _): changed[module] = State.none
        case .apply(let call):
            guard call.module == "code", let module = call.arguments.first?.atom else { return }
            switch (call.function, call.arguments.count) {
            case ("load_binary", 3):
                guard case .binary(let bytes) = call.arguments[2] else { return }
                let facts = try? ModuleExcerpt(bytes, file: module.name).facts()
                changed[module] = .carried(facts.map { Set($0.exports) })
            case ("load_file", 1), ("ensure_loaded", 1): changed[module] = .new
            case ("delete", 1): changed[module] = State.none
            default: break
            }
        default: break
        }
    }

    /// Whether a module's loaded code exports a function; nil if that is not known.
    func exports(_ function: ExternalFunction) -> Bool? {
        let local = LocalFunction(function.name, function.arity)
        let facts: ModuleFacts?
        switch self[function.module] {
        case .old: facts = script.before[function.module]
        case .new: facts = script.after[function.module]
        case .carried(let exports): return exports?.contains(local)
        case .none: return false
        }
        let unchanged = script.diff.exports[function.module]
        return facts?.exports.contains(local) ?? unchanged?.contains(local)
    }

    /// The modules that are part of the emulator, not of an application.
    private static let preloaded: Set<Atom> = [
        "atomics", "counters", "erl_init", "erl_prim_loader", "erl_tracer", "erlang", "erts_code_purger",
        "erts_dirty_process_signal_handler", "erts_internal", "erts_literal_area_collector", "erts_trace_cleaner",
        "init", "persistent_term", "prim_buffer", "prim_eval", "prim_file", "prim_inet", "prim_net", "prim_socket",
        "prim_zip", "socket_registry", "zlib",
    ]
}
