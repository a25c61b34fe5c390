public import ErlangTerms

/// The children that a module has a supervisor start, as its code shows them.
public struct Supervision: Hashable, Sendable {
    /// How `supervisor:terminate_child/2` and others find the supervisor: a registered name, `{global, Name}` or
    /// `{via, Module, Name}`; nil where the code does not show it.
    public var supervisor: ErlangTerm?
    /// In the order of their start.
    public var children: [Child]
    /// Whether the children are Elixir's: `Module`, `{Module, Argument}` or a map, for `'Elixir.Supervisor'`.
    public var isElixir: Bool

    /// A child, as it is specified.
    public struct Child: Hashable, Sendable {
        /// Nil where the child's module decides it (`child_spec/1`) or where it cannot be seen.
        public var id: ErlangTerm?
        /// The module that starts it, or whose `child_spec/1` tells how.
        public var module: Atom?
        /// The specification, with `_` for what the code does not show.
        public var specification: ErlangTerm

        public init(id: ErlangTerm?, module: Atom?, specification: ErlangTerm) {
            self.id = id
            self.module = module
            self.specification = specification
        }

        /// Whether all of the specification can be seen.
        public var isComplete: Bool { specification.isComplete }
    }

    public init(supervisor: ErlangTerm?, children: [Child], isElixir: Bool) {
        self.supervisor = supervisor
        self.children = children
        self.isElixir = isElixir
    }
}

extension Supervision.Child {
    /// The child of a specification: `{Id, Start, …}`, `#{id := Id, start := Start}`, and Elixir's short forms.
    init(_ term: ErlangTerm, isElixir: Bool) {
        let specification = term.withBlanks
        switch term {
        case .map(let map):
            self.init(id: map["id"]?.visible, module: map["start"]?.tuple?.first?.atom, specification: specification)
        case .atom(let module) where isElixir:
            self.init(id: nil, module: module, specification: specification)
        case .tuple(let parts) where isElixir && parts.count == 2:
            self.init(id: nil, module: parts[0].atom, specification: specification)
        case .tuple(let parts) where parts.count == 6:
            self.init(id: parts[0].visible, module: parts[1].tuple?.first?.atom, specification: specification)
        default:
            self.init(id: nil, module: nil, specification: specification)
        }
    }
}

extension ErlangTerm {
    /// Whether the term has no `_` in it, which stands for what code does not show.
    public var isComplete: Bool {
        switch self {
        case .atom("_"): false
        case .tuple(let elements), .list(let elements): elements.allSatisfy(\.isComplete)
        case .improperList(let elements, let tail): elements.allSatisfy(\.isComplete) && tail.isComplete
        case .map(let map): map.entries.allSatisfy { $0.key.isComplete && $0.value.isComplete }
        default: true
        }
    }

    /// The term, unless some of it is not known.
    var visible: ErlangTerm? {
        let term = withBlanks
        return term.isComplete ? term : nil
    }
}
