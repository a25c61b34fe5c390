internal import BeamFiles
internal import ErlangTerms

/// Calls of a supervisor that start and stop children while it runs.
struct ChildCalls {
    let supervisor: ErlangTerm
    /// Whether the module only starts the supervisor, so the supervisor does not know the specification of a new child.
    let isApplication: Bool

    /// Starts a child whose specification the supervisor has, or gets as an argument if this is an application's
    /// callback.
    ///
    /// Nil if the specification cannot be seen.
    func start(_ child: ChildChanges.Child) -> [ErlangTerm]? {
        guard isApplication else { return [apply("supervisor", "restart_child", [supervisor, child.id])] }
        guard child.child.isComplete else { return nil }
        return [apply("Elixir.Supervisor", "start_child", [supervisor, child.child.specification])]
    }

    /// Stops a child, and makes the supervisor forget it.
    func stop(_ child: ChildChanges.Child) -> [ErlangTerm] {
        [
            terminate(child),
            apply("supervisor", "delete_child", [supervisor, child.id]),
        ]
    }

    /// Stops a child that will be started again.
    func terminate(_ child: ChildChanges.Child) -> ErlangTerm {
        apply("supervisor", "terminate_child", [supervisor, child.id])
    }

    private func apply(_ module: Atom, _ function: Atom, _ arguments: [ErlangTerm]) -> ErlangTerm {
        .tuple(.atom("apply"), .tuple(.atom(module), .atom(function), .list(arguments)))
    }
}
