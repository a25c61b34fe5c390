internal import ErlangTerms

/// What the code of a module's callbacks shows.
struct CallbackCode {
    private let labels: [LocalFunction: Int]
    private let code: BeamCode?
    private let evaluator: CodeEvaluator?

    /// Without the `Code` chunk nothing is shown.
    init(_ beam: BeamFile, _ symbols: BeamSymbols, _ exports: [(function: LocalFunction, label: Int)]) throws(BeamError)
    {
        var labels: [LocalFunction: Int] = [:]
        for (function, label) in exports where Self.names.contains(function.name) || function.isStart {
            labels[function] = label
        }
        self.labels = labels
        code = beam["Code"].flatMap { BeamCode($0) }
        evaluator = try code.map { code throws(BeamError) in try CodeEvaluator(code, symbols, BeamLiterals(beam)) }
    }

    /// The functions that facts are read from, besides those that start a process.
    private static let names: Set<Atom> = [
        "init", "callback_mode", "code_change", "system_code_change", "__struct__", "child_spec", "start",
    ]

    var runsOnLoad: Bool { code?.runsOnLoad ?? false }

    private func outcome(_ name: Atom, _ arity: Int) -> CodeEvaluator.Outcome? {
        labels[LocalFunction(name, arity)].flatMap { evaluator?.outcome(at: $0, arity: arity) }
    }

    private func value(_ name: Atom, _ arity: Int) -> ErlangTerm? {
        if case .value(let term) = outcome(name, arity) { term } else { nil }
    }

    /// The callbacks that convert a state, and whether they give it back as it was.
    func codeChanges() -> [ModuleFacts.CodeChange] {
        let argument = CodeEvaluator.argument
        let identities: [(LocalFunction, ErlangTerm)] = [
            (LocalFunction("code_change", 3), .tuple(.atom("ok"), argument(1))),
            (LocalFunction("code_change", 4), .tuple(.atom("ok"), argument(1), argument(2))),
            (LocalFunction("system_code_change", 4), .tuple(.atom("ok"), argument(0))),
        ]
        return identities.filter { labels[$0.0] != nil }.map { function, identity in
            ModuleFacts.CodeChange(function: function, isIdentity: value(function.name, function.arity) == identity)
        }
    }

    /// The keys of the map that `__struct__/0` gives.
    func structKeys() -> [Atom]? {
        guard case .map(let map) = value("__struct__", 0) else { return nil }
        return map.entries.compactMap { $0.key.atom }.filter { $0 != "__struct__" }
    }

    /// The outer form of the state in `{ok, State}`, `{ok, State, _}` or, of a gen_statem, `{ok, Name, Data}`.
    func stateShape() -> ErlangTerm? {
        guard case .tuple(let result) = value("init", 1), result.count >= 2, result[0] == .atom("ok") else {
            return nil
        }
        let isNamed = labels[LocalFunction("callback_mode", 0)] != nil && result.count >= 3
        switch result[isNamed ? 2 : 1] {
        case .tuple(let elements):
            let tag = elements.first.flatMap { $0.atom == nil ? nil : $0 }
            return .tuple([tag ?? .atom("_")] + Array(repeating: .atom("_"), count: max(0, elements.count - 1)))
        case .map(let map):
            return .map(
                ErlangMap(
                    map.entries.map { entry in
                        (entry.key.withBlanks, entry.key == .atom("__struct__") ? entry.value.withBlanks : .atom("_"))
                    }))
        default:
            return nil
        }
    }

    /// The id in what `child_spec/1` gives: a map, or one that Elixir's `Supervisor.child_spec/2` changes.
    func childID() -> ErlangTerm? {
        switch outcome("child_spec", 1) {
        case .value(.map(let map)): return map["id"]?.visible
        case .call(ExternalFunction("Elixir.Supervisor", "child_spec", 2), let arguments):
            guard case .map(let map) = arguments[0], case .list(let changes) = arguments[1],
                !changes.contains(where: \.isUnknown)
            else { return nil }
            let change = changes.first { $0.tuple?.first == .atom("id") }?.tuple?.last
            return (change ?? map["id"])?.visible
        default: return nil
        }
    }

    /// The children that `init/1` of a supervisor specifies, or that `start/2` of an application starts.
    func supervision(isSupervisor: Bool) -> Supervision? {
        switch outcome("init", 1) {
        case .value(.tuple(let result)) where isSupervisor && result.count == 2 && result[0] == .atom("ok"):
            guard case .tuple(let parts) = result[1], parts.count == 2, !Self.isDynamic(parts[0]) else { return nil }
            return supervision(of: parts[1], named: registeredName(), isElixir: false)
        case .call(ExternalFunction("Elixir.Supervisor", "init", 2), let arguments):
            return supervision(of: arguments[0], named: registeredName(), isElixir: true)
        default: break
        }
        guard case .call(ExternalFunction("Elixir.Supervisor", "start_link", 2), let arguments) = outcome("start", 2)
        else {
            return nil
        }
        return supervision(of: arguments[0], named: Self.name(inOptions: arguments[1]), isElixir: true)
    }

    private func supervision(of children: ErlangTerm, named name: ErlangTerm?, isElixir: Bool) -> Supervision? {
        guard case .list(let children) = children else { return nil }
        return Supervision(
            supervisor: name, children: children.map { Supervision.Child($0, isElixir: isElixir) }, isElixir: isElixir)
    }

    /// The name under which a function that starts the supervisor registers it.
    private func registeredName() -> ErlangTerm? {
        for function in labels.keys.filter(\.isStart).sorted() {
            switch outcome(function.name, function.arity) {
            case .call(ExternalFunction("supervisor", "start_link", 3), let arguments):
                guard case .tuple(let name) = arguments[0] else { continue }
                if let name = name.first == .atom("local") ? name.last?.visible : arguments[0].visible { return name }
            case .call(ExternalFunction("Elixir.Supervisor", "start_link", 3), let arguments):
                if let name = Self.name(inOptions: arguments[2]) { return name }
            default: continue
            }
        }
        return nil
    }

    private static func name(inOptions options: ErlangTerm) -> ErlangTerm? {
        options.list?.first { $0.tuple?.first == .atom("name") }?.tuple?.last?.visible
    }

    /// Whether children are made from one specification, so that none has an id.
    private static func isDynamic(_ flags: ErlangTerm) -> Bool {
        let strategy: ErlangTerm? =
            switch flags {
            case .map(let map): map["strategy"]
            case .tuple(let parts): parts.first
            default: nil
            }
        return strategy == .atom("simple_one_for_one")
    }
}

extension LocalFunction {
    /// Whether this is by its name a function that starts a process.
    fileprivate var isStart: Bool { name.name.hasPrefix("start_link") }
}
