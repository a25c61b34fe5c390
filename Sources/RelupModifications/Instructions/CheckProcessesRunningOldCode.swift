internal import ErlangTerms

/// Refuses the upgrade while a module that it loads has old code: `run(Modules)`.
struct CheckProcessesRunningOldCode: RunnableInstruction, PlainInstruction {
    static let name = "CheckProcessesRunningOldCode"

    func place(in dialect: Dialect) -> InsertionPoint { .beforePointOfNoReturn }

    func argument(in script: ScriptModification) -> ErlangTerm { .list(script.modulesToCheck) }
}
