public import ErlangTerms

/// The children that a module has a supervisor start, as its code shows them.
public struct Supervision: Hashable, Sendable {
    /// What `supervisor:terminate_child/2` and others call the supervisor: a registered name, `{global, Name}` or
    /// `{via, Module, Name}`; nil if the code does not show it.
    public var supervisor: ErlangTerm?
    /// The strategy and the number of allowed restarts, as written: a map, a tuple or Elixir's options, with `_` for
    /// what the code does not show.
    public var flags: Fact<ErlangTerm>
    /// In the order of their start; `unknown` if the list cannot be seen to its end, or differs from case to case.
    public var children: Fact<[Child]>
    /// Children that functions of the supervisor's module start one by one, with `supervisor:start_child/2`. Filled in only
    /// for what a release starts: they are not part of what `init/1` says.
    public var startedLater: [Child] = []
    /// Whether the children are Elixir's: `Module`, `{Module, Argument}` or a map, for `'Elixir.Supervisor'`.
    public var isElixir: Bool
    /// Whether children are made from one specification or started one by one (`simple_one_for_one`,
    /// `DynamicSupervisor`). Then none has an id, and `children` is that one specification, or empty.
    public var isDynamic: Bool

    public init(
        supervisor: ErlangTerm?, flags: Fact<ErlangTerm> = .unknown, children: Fact<[Child]>, isElixir: Bool,
        isDynamic: Bool = false
    ) {
        self.supervisor = supervisor
        self.flags = flags
        self.children = children
        self.isElixir = isElixir
        self.isDynamic = isDynamic
    }

    /// The strategy; `one_for_one` if the flags name none.
    public var strategy: Fact<Atom> {
        guard case .known(let flags) = flags else { return .unknown }
        let written: ErlangTerm? =
            switch flags {
            case .map(let map): map["strategy"] ?? .atom("one_for_one")
            case .tuple(let parts): parts.first
            case .list(let options): options.last { $0.tuple?.first == .atom("strategy") }?.tuple?.last
            default: nil
            }
        return Fact(written?.visible?.atom)
    }
}

extension Supervision {
    /// Whether all flags and all specifications of the children can be seen.
    public var isComplete: Bool {
        guard case .known(let flags) = flags, case .known(let children) = children else { return false }
        return flags.isComplete && children.allSatisfy(\.isComplete)
    }

    /// A child as specified.
    public struct Child: Hashable, Sendable {
        /// The specification as written, with `_` for what the code does not show.
        public var specification: ErlangTerm
        /// What `Supervisor.child_spec/2` changes in an Elixir specification; empty if nothing.
        public var changes: ErlangTerm
        /// What the `child_spec/1` of the child's module returns, if the specification leaves the rest to it. Set once
        /// the modules of the release are known.
        public var own: Fact<ErlangTerm>

        public init(specification: ErlangTerm, changes: ErlangTerm = .emptyList, own: Fact<ErlangTerm> = .unknown) {
            self.specification = specification
            self.changes = changes
            self.own = own
        }

        /// The modules of a child, which release_handler looks for.
        public enum Modules: Hashable, Sendable {
            case list([Atom])
            /// release_handler asks the process for them.
            case dynamic
        }

        /// The id; nil if it cannot be seen.
        public var id: ErlangTerm? { map?["id"]?.visible }

        /// The module that starts it, or whose `child_spec/1` says how; nil if it cannot be seen.
        public var module: Atom? { deciding ?? start.value?.module }

        /// The module whose `child_spec/1` decides what the specification leaves open, in Elixir's `Module` and
        /// `{Module, Argument}`.
        public var deciding: Atom? {
            switch specification {
            case .atom(let module): module == "_" ? nil : module
            case .tuple(let parts) where parts.count == 2: parts[0].visible?.atom
            default: nil
            }
        }

        /// The function that starts it; its arity is -1 if the arguments cannot be counted.
        public var start: Fact<ExternalFunction> {
            guard case .tuple(let parts)? = map?["start"], parts.count == 3, let module = parts[0].visible?.atom,
                let name = parts[1].visible?.atom
            else { return .unknown }
            return .known(ExternalFunction(module, name, parts[2].list?.count ?? -1))
        }

        /// The arguments of that function, with `_` for what the code does not show.
        public var arguments: ErlangTerm {
            guard case .tuple(let parts)? = map?["start"], parts.count == 3 else { return .atom("_") }
            return parts[2]
        }

        /// `permanent` if not specified.
        public var restart: Fact<Atom> { field("restart", default: "permanent") }

        /// `worker` if not specified, as in OTP.
        public var type: Fact<Atom> { field("type", default: "worker") }

        /// The module of the start function if not specified.
        public var modules: Fact<Modules> {
            guard let map else { return .unknown }
            switch map["modules"] {
            case nil: return start.map { .list([$0.module]) }
            case .atom("dynamic"): return .known(.dynamic)
            case .list(let elements):
                let modules = elements.compactMap { $0.visible?.atom }
                return modules.count == elements.count ? .known(.list(modules)) : .unknown
            default: return .unknown
            }
        }

        /// Whether the whole specification can be seen.
        public var isComplete: Bool { specification.isComplete && changes.isComplete }

        private func field(_ key: Atom, default value: Atom) -> Fact<Atom> {
            guard let map else { return .unknown }
            guard let term = map[key] else { return .known(value) }
            return Fact(term.visible?.atom)
        }

        /// The whole specification as a term, with the changes that other functions make in it.
        var wholeSpecification: ErlangTerm? { map.map { .map($0) } }

        /// The whole specification as a map, in whatever form it is written; nil if it is not seen.
        private var map: ErlangMap? {
            switch specification {
            case .map(let map): return map.changed(by: changes)
            case .tuple(let parts) where parts.count == 6:
                let keys: [Atom] = ["id", "start", "restart", "shutdown", "type", "modules"]
                return ErlangMap(zip(keys, parts).map { (.atom($0), $1) }).changed(by: changes)
            case _ where deciding != nil:
                guard case .map(let map)? = own.value else { return ErlangMap([]).changed(by: changes)?.withRest }
                return map.changed(by: changes)
            default: return nil
            }
        }
    }
}

extension Supervision.Child {
    /// The child from a specification: `{Id, Start, …}`, `#{id := Id, start := Start}` or Elixir's short forms. `call`
    /// returns the call that a term is the result of.
    init(_ term: ErlangTerm, isElixir: Bool, call: (ErlangTerm) -> CallTable.Entry?) {
        if let call = call(term), call.function == ExternalFunction("Elixir.Supervisor", "child_spec", 2) {
            self.init(call.arguments[0], isElixir: true) { _ in nil }
            changes = call.arguments[1].withBlanks
            return
        }
        switch term {
        case .map: self.init(specification: term.withBlanks)
        case .atom where isElixir: self.init(specification: term)
        case .tuple(let parts) where parts.count == 6 || isElixir && parts.count == 2:
            self.init(specification: term.withBlanks)
        default: self.init(specification: .atom("_"))
        }
    }
}

extension ErlangMap {
    /// The map with the values of a keyword list set in it; nil if the list cannot be seen.
    fileprivate func changed(by changes: ErlangTerm) -> ErlangMap? {
        guard case .list(let changes) = changes else { return nil }
        var pairs = entries.map { ($0.key, $0.value) }
        for change in changes {
            guard case .tuple(let pair) = change, pair.count == 2, pair[0] != .atom("_") else { return nil }
            pairs.append((pair[0], pair[1]))
        }
        return ErlangMap(pairs)
    }

    /// The map with `_` for the missing fields of a specification.
    fileprivate var withRest: ErlangMap {
        let keys: [Atom] = ["id", "start", "restart", "shutdown", "type", "modules"]
        return ErlangMap(keys.map { (.atom($0), .atom("_")) } + entries.map { ($0.key, $0.value) })
    }
}

extension ErlangTerm {
    /// Whether the term has no `_`, which stands for what code does not show, in it.
    public var isComplete: Bool {
        switch self {
        case .atom("_"): false
        case .tuple(let elements), .list(let elements): elements.allSatisfy(\.isComplete)
        case .improperList(let elements, let tail): elements.allSatisfy(\.isComplete) && tail.isComplete
        case .map(let map): map.entries.allSatisfy { $0.key.isComplete && $0.value.isComplete }
        default: true
        }
    }

    /// The term, unless a part of it is not known.
    var visible: ErlangTerm? {
        let term = withBlanks
        return term.isComplete ? term : nil
    }
}
