internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Has a script start children by an instruction of ours, which fails if the child does not start.
///
/// `supervisor:restart_child/2` then returns `{error, Reason}`, which release_handler ignores: the upgrade would
/// succeed without the child.
struct StartChildren: ScriptEdit {
    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard script.calledModules == .own else { return }
        let module = RunnableInstruction.startChild.module
        var isUsed = false
        for index in script.list.elements.indices {
            guard let call = script.list.elements[index].call,
                call.calls("supervisor", "restart_child") || call.calls("Elixir.Supervisor", "restart_child"),
                call.arguments.count == 2
            else { continue }
            isUsed = true
            script.list.elements[index] = .run(module, .tuple(call.arguments))
        }
        if isUsed { try script.addRun(of: module) }
    }
}
