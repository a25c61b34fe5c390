internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupRuntime
internal import Relups

/// Finds supervisors with other children than before, where no instruction starts or stops any.
struct ChildrenCheck: ScriptCheck {
    static let notStarted = FindingKind(
        "child-not-started", .warning,
        "A supervisor has a new child. The new specification alone starts nothing: the child is missing until the "
            + "supervisor restarts.",
        advice: "start it in the appup: {apply,{supervisor,restart_child,[Supervisor,Id]}} after the update")
    static let notStopped = FindingKind(
        "child-not-stopped", .warning,
        "A supervisor has lost a child. The new specification alone stops nothing: the child runs on.",
        advice: "stop it in the appup: {apply,{supervisor,terminate_child,[Supervisor,Id]}}, then delete_child")
    static let notDeleted = FindingKind(
        "child-not-deleted", .warning,
        "A supervisor has lost a child, which is stopped but not deleted, or is deleted before it is stopped: the "
            + "supervisor keeps its specification.",
        advice: "delete it in the appup: {apply,{supervisor,delete_child,[Supervisor,Id]}} after the terminate_child")
    static let kinds = [notStarted, notStopped, notDeleted]

    func findings(in way: Way) -> [Finding] {
        if way.restartsEmulator { return [] }
        return way.diff.applications.flatMap(\.changedModules).flatMap { change -> [Finding] in
            guard let old = way.before[change.name]?.supervision?.children.value,
                let new = way.after[change.name]?.supervision?.children.value
            else { return [] }
            let (before, after) = (old.map { Self.id($0, way) }, new.map { Self.id($0, way) })
            // A child that cannot be told from others may be any that the other side shows.
            guard before.count(where: \.isHidden) == after.count(where: \.isHidden) else { return [] }
            let started = after.filter { !before.contains($0) }.compactMap { id in
                place(id, ["start_child", "restart_child"], way) == nil
                    ? way.finding(Self.notStarted, change.name.name, "no instruction starts the child \(shown(id))")
                    : nil
            }
            let stopped = before.filter { !after.contains($0) }.compactMap { id -> Finding? in
                guard let stop = place(id, ["terminate_child"], way) else {
                    return way.finding(Self.notStopped, change.name.name, "no instruction stops the child \(shown(id))")
                }
                return place(id, ["delete_child"], way).map { $0 > stop } ?? false
                    ? nil : way.finding(Self.notDeleted, change.name.name, "the child \(shown(id)) is not deleted")
            }
            return started + stopped
        }
    }

    /// The id of a child; where only its module is seen, that, by which Elixir's children are called.
    private static func id(_ child: Supervision.Child, _ way: Way) -> ErlangTerm {
        child.id ?? child.module.map { (way.after[$0] ?? way.before[$0])?.childID ?? .atom($0) } ?? child.specification
    }

    /// Where a call of one of the functions names the child, in whatever form.
    private func place(_ id: ErlangTerm, _ functions: [Atom], _ way: Way) -> Int? {
        way.calls.last { _, call in
            let term = ErlangTerm.list(call.arguments)
            let isStart = call.calls(RunnableInstruction.startChild.module) && functions.contains("restart_child")
            let isCall = isStart || functions.contains(call.function) || term.contains { $0.atom.map(functions.contains) ?? false }
            return isCall && term.contains { $0 == id }
        }?.index
    }

    private func shown(_ id: ErlangTerm) -> String { TermTextPrinter.line(of: id) }
}

extension ErlangTerm {
    /// Whether the term stands for a child of which the code shows nothing.
    fileprivate var isHidden: Bool { self == .atom("_") }
}
