internal import BeamFiles
package import ErlangTerms
package import ReleaseDiffs

/// The tree of processes that release_handler walks, as the child specifications of a release show it.
///
/// `release_handler_1:get_supervised_procs/0`, OTP 25.2, begins at the top process of each application and asks
/// supervisors for their children. It descends only into children of type supervisor, and finds processes by the
/// modules that their specifications name.
package struct SupervisionTree {
    /// The modules that readable specifications name.
    private(set) var named: Set<Atom> = []
    /// Whether a specification says `dynamic`, so that release_handler asks the process for its modules.
    private(set) var asksProcesses = false
    /// Whether children are started one by one, each with its module's own specification.
    private(set) var startsChildrenOfModules = false
    /// Modules of supervisors and children that the code does not show.
    private(set) var unseen: Set<Atom> = []
    /// Modules whose readable specification does not name them, and why.
    package private(set) var hidden: [Atom: String] = [:]

    /// The modules that start workers, as far as that is seen.
    private(set) var workers: Set<Atom> = []

    private let supervisors: [Atom: Supervision]
    private var visited: Set<Atom> = []

    package init(_ starts: ReleaseStarts) {
        supervisors = Dictionary(
            starts.supervisors.map { ($0.module, $0.supervision) }, uniquingKeysWith: { first, _ in first })
        for start in starts.applications {
            guard case .known(.supervisor(let function)) = start.start else { continue }
            let root = supervisors[function.module] != nil ? function.module : start.module
            if supervisors[root] != nil { visit(root) }
        }
    }

    private mutating func visit(_ supervisor: Atom) {
        guard visited.insert(supervisor).inserted, let supervision = supervisors[supervisor] else { return }
        named.insert(supervisor)
        if supervision.isDynamic && supervision.isElixir { startsChildrenOfModules = true }
        if supervision.children.value == nil { unseen.insert(supervisor) }
        for child in supervision.startedLater + (supervision.children.value ?? []) { add(child, of: supervisor) }
    }

    private mutating func add(_ child: Supervision.Child, of supervisor: Atom) {
        let start = child.start.value
        switch child.modules {
        case .known(.dynamic): asksProcesses = true
        case .known(.list(let modules)):
            named.formUnion(modules)
            let list = modules.map(\.name).joined(separator: ", ")
            for module in child.arguments.atoms + (start.map { [$0.module] } ?? []) where !modules.contains(module) {
                hidden[module] = "its child specification in '\(supervisor)' names [\(list)]"
            }
        case .unknown: unseen.insert(supervisor)
        }
        guard let module = start?.module else { return }
        switch child.type {
        case .known("supervisor"):
            if supervisors[module] != nil {
                visit(module)
            } else if module == "Elixir.DynamicSupervisor" {
                startsChildrenOfModules = true
            } else if !Self.withoutOwnChildren.contains(module) {
                unseen.insert(module)
            }
        case .known:
            workers.insert(module)
            if supervisors[module] != nil {
                hide(module, because: "'\(module)' above it is declared a worker in '\(supervisor)'")
            }
        case .unknown: unseen.insert(supervisor)
        }
    }

    /// Supervisors whose children are processes of their own modules only.
    private static let withoutOwnChildren: Set<Atom> = ["Elixir.Registry", "Elixir.Task.Supervisor"]

    /// Notes everything below a supervisor that is not asked for its children.
    private mutating func hide(_ supervisor: Atom, because reason: String) {
        guard visited.insert(supervisor).inserted else { return }
        for child in supervisors[supervisor]?.children.value ?? [] {
            if case .known(.list(let modules)) = child.modules { for module in modules { hidden[module] = reason } }
            if let module = child.start.value?.module {
                hidden[module] = reason
                if supervisors[module] != nil { hide(module, because: reason) }
            }
        }
    }
}

extension ErlangTerm {
    /// The atoms in the elements of a list of arguments, and in lists and tuples among these.
    fileprivate var atoms: [Atom] {
        switch self {
        case .atom(let atom): [atom]
        case .list(let elements), .tuple(let elements): elements.flatMap(\.atoms)
        default: []
        }
    }
}
