internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupRuntime
internal import Relups

/// Finds supervisors whose children differ, although no instruction starts or stops any.
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
    static let changed = FindingKind(
        "child-changed", .warning,
        "A child of a supervisor is started with other arguments than before, or by another function. It keeps "
            + "running as it was started: the new specification counts from its next start.",
        advice:
            "restart it in the appup with supervisor:terminate_child/2 and restart_child/2 after the update, unless "
            + "its state holds nothing of the arguments")
    static let notApplied = FindingKind(
        "supervision-not-applied", .warning,
        "The flags of a supervisor or the specifications of its children changed, and the script does not make it "
            + "read them: they count from the supervisor's next start.",
        advice: "update it in the appup: {update,Module,supervisor}")
    static let notSeen = FindingKind(
        "children-not-seen", .warning,
        "A supervisor changed, and its code does not show all children that it specifies. Its new specifications alone "
            + "start and stop nothing.",
        advice: "compare the children of both releases; start new ones in the appup and stop those that are gone")
    static let kinds = [notStarted, notStopped, notDeleted, changed, notApplied, notSeen]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let updated = Set(script.steps.flatMap(\.convertedModules))
        let calls = ChildCalls(script)
        return script.diff.applications.flatMap(\.changedModules).flatMap { change -> [Finding] in
            guard let before = script.before[change.name]?.supervision,
                let after = script.after[change.name]?.supervision
            else { return [] }
            let isUpdated = updated.contains(change.name) && script.isSupervisor(change.name)
            let applied = isUpdated ? [] : unapplied(before, after, change.name, script)
            guard let old = before.children.value, let new = after.children.value else {
                if before.isDynamic && after.isDynamic { return applied }
                let text = "the children of '\(change.name)' cannot be read from its code"
                return applied + [script.finding(Self.notSeen, change.name.name, text)]
            }
            // No two children of a supervisor have the same identity.
            let newByID = Dictionary(new.filter { $0.id != nil }.map { ($0.id, $0) }) { first, _ in first }
            let pairs = old.compactMap { old in newByID[old.id].map { (old, $0) } }
            let others = pairs.filter { $0.start != $1.start || $0.arguments != $1.arguments }.compactMap { old, new in
                isRestarted(Self.id(new, script), calls)
                    ? nil
                    : script.finding(
                        Self.changed, change.name.name,
                        "the child \(shown(Self.id(old, script))) is started with other arguments, and runs on as it is"
                    )
            }
            return applied + others + differences(old, new, change, script, calls)
        }
    }

    /// A supervisor that the script does not update, although its flags or children differ. Applications' callback
    /// modules start their supervisor only once, so only its children can be started and stopped.
    private func unapplied(_ before: Supervision, _ after: Supervision, _ module: Atom, _ script: CheckedScript)
        -> [Finding]
    {
        let isCallback = !script.isSupervisor(module)
        guard before.flags != after.flags || !isCallback && before.children != after.children else { return [] }
        return [
            script.finding(
                Self.notApplied, module.name, "'\(module)' specifies otherwise, but its supervisor does not read it")
        ]
    }

    /// Whether the script stops and starts a child.
    private func isRestarted(_ id: ErlangTerm, _ calls: ChildCalls) -> Bool {
        guard let stop = calls.terminate(id) else { return false }
        return calls.start(id).map { $0 > stop } ?? false
    }

    private func differences(
        _ old: [Supervision.Child], _ new: [Supervision.Child], _ change: ApplicationDiff.ModuleChange,
        _ script: CheckedScript, _ calls: ChildCalls
    ) -> [Finding] {
        let (before, after) = (old.map { Self.id($0, script) }, new.map { Self.id($0, script) })
        // A child without a visible identity may be any that the other side shows.
        guard before.count(where: \.isHidden) == after.count(where: \.isHidden) else {
            return [
                script.finding(
                    Self.notSeen, change.name.name, "a child of '\(change.name)' cannot be told from others by its code"
                )
            ]
        }
        let (known, remaining) = (Set(before), Set(after))
        let started = after.filter { !known.contains($0) }.compactMap { id in
            calls.start(id) == nil
                ? script.finding(Self.notStarted, change.name.name, "no instruction starts the child \(shown(id))")
                : nil
        }
        let stopped = before.filter { !remaining.contains($0) }.compactMap { id -> Finding? in
            guard let stop = calls.terminate(id) else {
                return script.finding(Self.notStopped, change.name.name, "no instruction stops the child \(shown(id))")
            }
            return calls.delete(id).map { $0 > stop } ?? false
                ? nil : script.finding(Self.notDeleted, change.name.name, "the child \(shown(id)) is not deleted")
        }
        return started + stopped
    }

    /// The id of a child. If only its module is seen, the module, because it is the usual id of Elixir's children.
    private static func id(_ child: Supervision.Child, _ script: CheckedScript) -> ErlangTerm {
        child.id ?? child.module.map { (script.after[$0] ?? script.before[$0])?.childID ?? .atom($0) }
            ?? child.specification
    }

    private func shown(_ id: ErlangTerm) -> String { TermTextPrinter.line(of: id) }
}

/// The calls of a script that start, stop and delete children, by whatever is named in them.
private struct ChildCalls {
    private var starts: [ErlangTerm: Int] = [:]
    private var stops: [ErlangTerm: Int] = [:]
    private var deletes: [ErlangTerm: Int] = [:]

    init(_ script: CheckedScript) {
        for (index, call) in script.calls {
            let term = ErlangTerm.list(call.arguments)
            var functions: Set<Atom> = [call.function]
            term.insertAtoms(into: &functions)
            let isStart =
                call.calls(RunnableInstruction.startChild.module) || functions.contains("start_child")
                || functions.contains("restart_child")
            let isStop = functions.contains("terminate_child")
            let isDelete = functions.contains("delete_child")
            guard isStart || isStop || isDelete else { continue }
            _ = term.contains { named in
                if isStart { starts[named] = index }
                if isStop { stops[named] = index }
                if isDelete { deletes[named] = index }
                return false
            }
        }
    }

    /// The index of the last call that starts, stops or deletes the child with an identity, in any form.
    func start(_ id: ErlangTerm) -> Int? { starts[id] }
    func terminate(_ id: ErlangTerm) -> Int? { stops[id] }
    func delete(_ id: ErlangTerm) -> Int? { deletes[id] }
}

extension ErlangTerm {
    /// Whether the term stands for a child of which the code shows nothing.
    fileprivate var isHidden: Bool { self == .atom("_") }
}
