internal import ErlangTerms

/// What the code of a module's callbacks shows.
struct CallbackCode {
    private let code: ModuleCode

    init(_ code: ModuleCode) {
        self.code = code
    }

    private static let supervisorInit = LocalFunction("init", 1)
    static let applicationStart = LocalFunction("start", 2)

    /// What a function returns; nil if the module does not export it.
    private func value(_ name: Atom, _ arity: Int) -> Fact<ErlangTerm>? {
        guard let outcomes = code.outcomes(LocalFunction(name, arity)) else { return nil }
        guard case .known(let outcomes) = outcomes, outcomes.count == 1, case .value(let term)? = outcomes.first else {
            return .unknown
        }
        return .known(term)
    }

    /// The callbacks that convert a state, and whether they return it unchanged.
    func codeChanges() -> [ModuleFacts.CodeChange] {
        let argument = CodeEvaluator.argument
        let identities: [(LocalFunction, ErlangTerm)] = [
            (LocalFunction("code_change", 3), .tuple(.atom("ok"), argument(1))),
            (LocalFunction("code_change", 4), .tuple(.atom("ok"), argument(1), argument(2))),
            (LocalFunction("system_code_change", 4), .tuple(.atom("ok"), argument(0))),
        ]
        return identities.compactMap { function, identity in
            value(function.name, function.arity)
                .map { ModuleFacts.CodeChange(function: function, isIdentity: $0 == .known(identity)) }
        }
    }

    /// The keys of the map that `__struct__/0` returns.
    func structKeys() -> Fact<[Atom]>? {
        guard let value = value("__struct__", 0) else { return nil }
        guard case .known(.map(let map)) = value else { return .unknown }
        return .known(map.entries.compactMap { $0.key.atom }.filter { $0 != "__struct__" })
    }

    /// The outer form of the state in `{ok, State}`, `{ok, State, _}` or, for a gen_statem, `{ok, Name, Data}`.
    func stateShape() -> Fact<ErlangTerm>? {
        firstStates()?.map(\.shape)
    }

    /// The state with the forms of its inner terms; nil if it is not known, or differs from case to case.
    func stateForm() -> ErlangTerm? {
        guard let states = firstStates()?.value, Set(states.forms).count == 1 else { return nil }
        return states.forms[0]
    }

    private struct FirstStates: Hashable {
        let shape: ErlangTerm
        let forms: [ErlangTerm]
    }

    private func firstStates() -> Fact<FirstStates>? {
        guard let outcomes = code.outcomes(Self.supervisorInit) else { return nil }
        guard case .known(let outcomes) = outcomes else { return .unknown }
        let isNamed = code.exports.contains { $0.function == LocalFunction("callback_mode", 0) }
        var shape: ErlangTerm?
        var forms: [ErlangTerm] = []
        for outcome in outcomes {
            guard case .value(let term) = outcome else { return .unknown }
            if term.isRefusal { continue }
            guard case .tuple(let result) = term, result.count >= (isNamed ? 3 : 2), result[0] == .atom("ok"),
                let found = result[isNamed ? 2 : 1].shape, shape == nil || shape == found
            else { return .unknown }
            shape = found
            forms.append(result[isNamed ? 2 : 1].form(depth: 0))
        }
        return Fact(shape.map { FirstStates(shape: $0, forms: forms) })
    }

    /// The mode of a state machine.
    func callbackMode() -> Fact<CallbackMode>? {
        guard let value = value("callback_mode", 0) else { return nil }
        return Fact(value.value.flatMap(CallbackMode.init))
    }

    /// What `child_spec/1` returns: a map, or one that Elixir's `Supervisor.child_spec/2` changes, with `_` for what
    /// the code does not show.
    func childSpecification() -> Fact<ErlangTerm>? {
        guard let outcomes = code.outcomes(LocalFunction("child_spec", 1)) else { return nil }
        guard case .known(let outcomes) = outcomes, outcomes.count == 1 else { return .unknown }
        var child: Supervision.Child
        switch outcomes.first {
        case .value(let term): child = Supervision.Child(term, isElixir: true, call: code.call)
        case .call(ExternalFunction("Elixir.Supervisor", "child_spec", 2), let arguments):
            child = Supervision.Child(arguments[0], isElixir: true, call: code.call)
            child.changes = arguments[1].withBlanks
        default: return .unknown
        }
        return Fact(child.wholeSpecification)
    }

    // MARK: - Supervisors

    /// The children that `init/1` of a supervisor specifies, or that `start/2` of an application starts.
    func supervision(isSupervisor: Bool) -> Supervision? {
        if isSupervisor || initsElixirSupervisor() { return ownSupervision() }
        guard case .known(let outcomes)? = code.outcomes(Self.applicationStart) else { return nil }
        return Self.common(
            outcomes.compactMap(origin).compactMap { call -> Supervision? in
                guard call.function == ExternalFunction("Elixir.Supervisor", "start_link", 2),
                    call.arguments[0].atom == nil
                else { return nil }
                return Supervision(
                    supervisor: Self.name(inOptions: call.arguments[1]), flags: flags(call.arguments[1]),
                    children: children(call.arguments[0], isElixir: true), isElixir: true)
            })
    }

    /// What is the same in all cases; nil if there are no cases.
    private static func common(_ cases: [Supervision]) -> Supervision? {
        let cases = Set(cases)
        guard let first = cases.first, cases.count > 1 else { return cases.first }
        let names = Set(cases.map(\.supervisor))
        let flags = Set(cases.map(\.flags))
        return Supervision(
            supervisor: names.count == 1 ? first.supervisor : nil, flags: flags.count == 1 ? first.flags : .unknown,
            children: .unknown, isElixir: cases.allSatisfy(\.isElixir), isDynamic: cases.allSatisfy(\.isDynamic))
    }

    private func initsElixirSupervisor() -> Bool {
        guard case .known(let outcomes)? = code.outcomes(Self.supervisorInit) else { return false }
        return outcomes.contains { origin($0)?.function == ExternalFunction("Elixir.Supervisor", "init", 2) }
    }

    private func ownSupervision() -> Supervision? {
        guard let outcomes = code.outcomes(Self.supervisorInit) else { return nil }
        let name = registeredName()
        let unseen = Supervision(supervisor: name, children: .unknown, isElixir: false)
        guard case .known(let outcomes) = outcomes else { return unseen }
        return Self.common(outcomes.filter { !isRefusal($0) }.map { supervision($0, name) }) ?? unseen
    }

    private func isRefusal(_ outcome: CodeEvaluator.Outcome) -> Bool {
        if case .value(let term) = outcome { term.isRefusal } else { false }
    }

    private func supervision(_ outcome: CodeEvaluator.Outcome, _ name: ErlangTerm?) -> Supervision {
        if case .value(.tuple(let result)) = outcome, result.count == 2, result[0] == .atom("ok"),
            case .tuple(let parts) = result[1], parts.count == 2
        {
            var supervision = Supervision(
                supervisor: name, flags: flags(parts[0]), children: children(parts[1], isElixir: false), isElixir: false
            )
            supervision.isDynamic = supervision.strategy == .known("simple_one_for_one")
            return supervision
        }
        switch origin(outcome).map({ ($0.function, $0.arguments) }) {
        case (ExternalFunction("Elixir.Supervisor", "init", 2), let arguments)?:
            return Supervision(
                supervisor: name, flags: flags(arguments[1]), children: children(arguments[0], isElixir: true),
                isElixir: true)
        case (ExternalFunction("Elixir.DynamicSupervisor", "init", 1), let arguments)?:
            return Supervision(
                supervisor: name, flags: flags(arguments[0]), children: .known([]), isElixir: true, isDynamic: true)
        default: return Supervision(supervisor: name, children: .unknown, isElixir: false)
        }
    }

    private func flags(_ term: ErlangTerm) -> Fact<ErlangTerm> {
        switch term {
        case .map, .tuple, .list: .known(term.withBlanks)
        default: .unknown
        }
    }

    private func children(_ term: ErlangTerm, isElixir: Bool) -> Fact<[Supervision.Child]> {
        guard case .list(let children) = term else { return .unknown }
        return .known(children.map { Supervision.Child($0, isElixir: isElixir, call: code.call) })
    }

    /// The name that the supervisor gets from the function that starts it.
    private func registeredName() -> ErlangTerm? {
        for function in code.exports.map(\.function).filter(\.isStart).sorted() {
            guard case .known(let outcomes)? = code.outcomes(function) else { continue }
            let names = Set(outcomes.compactMap(origin).compactMap(Self.name(inStart:)))
            if names.count == 1 { return names.first }
        }
        return nil
    }

    private static func name(inStart call: CallTable.Entry) -> ErlangTerm? {
        switch call.function {
        case ExternalFunction("supervisor", "start_link", 3):
            guard case .tuple(let name) = call.arguments[0] else { return nil }
            return name.first == .atom("local") ? name.last?.visible : call.arguments[0].visible
        case ExternalFunction("Elixir.Supervisor", "start_link", 3),
            ExternalFunction("Elixir.DynamicSupervisor", "start_link", 3):
            return name(inOptions: call.arguments[2])
        default: return nil
        }
    }

    private static func name(inOptions options: ErlangTerm) -> ErlangTerm? {
        options.list?.first { $0.tuple?.first == .atom("name") }?.tuple?.last?.visible
    }

    // MARK: - Applications

    /// Whose process `start/2` or another function returns; nil if the module does not export it.
    func start(_ function: LocalFunction = applicationStart) -> Fact<ApplicationStart>? {
        // If something fails on the way, the application does not start.
        guard let outcomes = code.outcomes(function, followsExceptions: false) else { return nil }
        guard case .known(let outcomes) = outcomes else { return .unknown }
        var starts: Set<ApplicationStart> = []
        for outcome in outcomes where !isRefusal(outcome) {
            guard let call = origin(outcome) else { return .unknown }
            starts.insert(ApplicationStart(origin: call.function))
        }
        return starts.count == 1 ? .known(starts.first!) : .unknown
    }

    /// The call that a function's result, or the pid in it, comes from.
    private func origin(_ outcome: CodeEvaluator.Outcome) -> CallTable.Entry? {
        switch outcome {
        case .call(let function, let arguments): CallTable.Entry(function: function, arguments: arguments)
        case .value(.tuple(let result)) where result.count >= 2 && result[0] == .atom("ok"): code.call(of: result[1])
        case .value(let term): code.call(of: term)
        case .unseen: nil
        }
    }
}

extension LocalFunction {
    /// Whether this function, by its name, starts a process.
    fileprivate var isStart: Bool { name.name.hasPrefix("start_link") }
}

extension ErlangTerm {
    /// Whether a callback that returns this starts nothing: `ignore`, `{stop, Reason}`, `{error, Reason}`.
    fileprivate var isRefusal: Bool {
        switch self {
        case .atom("ignore"): true
        case .tuple(let parts): parts.first == .atom("stop") || parts.first == .atom("error")
        default: false
        }
    }

    /// The form: the term with the names of types for its inner terms, and `_` for what is not known. What is empty, zero
    /// or a truth value is told; any other value may be a secret.
    fileprivate func form(depth: Int) -> ErlangTerm {
        switch self {
        case _ where isUnknown: .atom("_")
        case .atom("nil"), .atom("undefined"), .atom("true"), .atom("false"), .integer(0), .list([]), .binary([]): self
        case .tuple(let elements) where depth < Self.formDepth && elements.count <= Self.formCount:
            .tuple(elements.enumerated().map { $0 == 0 && $1.atom != nil ? $1 : $1.form(depth: depth + 1) })
        case .map(let map) where depth < Self.formDepth && map.entries.count <= Self.formCount:
            .map(
                ErlangMap(
                    map.entries.map { entry in
                        let isStruct = entry.key == .atom("__struct__")
                        return (
                            entry.key.withBlanks, isStruct ? entry.value.withBlanks : entry.value.form(depth: depth + 1)
                        )
                    }))
        case .tuple: .atom("tuple")
        case .map: .atom("map")
        default: shape ?? .atom("_")
        }
    }

    private static let formDepth = 3
    private static let formCount = 64

    /// The outer form: a tuple or map with `_` for its inner terms, or the name of another type of term; nil if it is
    /// not known.
    fileprivate var shape: ErlangTerm? {
        switch self {
        case _ where isUnknown: nil
        case .tuple(let elements):
            .tuple(
                [elements.first.flatMap { $0.atom == nil ? nil : $0 } ?? .atom("_")]
                    + Array(repeating: .atom("_"), count: max(0, elements.count - 1)))
        case .map(let map):
            .map(
                ErlangMap(
                    map.entries.map { entry in
                        (entry.key.withBlanks, entry.key == .atom("__struct__") ? entry.value.withBlanks : .atom("_"))
                    }))
        case .atom: .atom("atom")
        case .integer, .bigInteger: .atom("integer")
        case .float: .atom("float")
        case .binary, .bitstring: .atom("binary")
        case .list, .improperList: .atom("list")
        case .externalFunction, .opaque: .atom("fun")
        }
    }
}
