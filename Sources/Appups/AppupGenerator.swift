internal import BeamFiles
package import ErlangTerms
package import ReleaseDiffs
internal import Relups

/// Writes the instructions for an application that brings none.
///
/// Modules are loaded after those that they call; modules that call each other in a cycle stay together. Children are
/// started after their code and their supervisor's is loaded, and before the modules that call them; they are stopped
/// after the modules that called them. The downgrade undoes all of it, from the last step to the first.
///
/// If no call of a supervisor is in between, the modules that an instruction depends on tell `systools` the order,
/// which then suspends the processes of modules that call each other together.
///
/// `systools` takes the applications in the same order up and down. So if a module calls a function that a module of
/// another application gains, its instruction names that module, too.
package struct AppupGenerator {
    private let purge: PurgePolicy
    /// Modules that are in one application in the base and in another in the target.
    private let moved: Set<Atom>
    private let plans: [Atom: LoadPlan]
    private let gains: GainedFunctions

    /// A generator for the applications of a difference between two releases.
    package init(_ diff: ReleaseDiff, purge: PurgePolicy = PurgePolicy()) {
        self.init(diff.applications, purge: purge)
    }

    package init(_ applications: [ApplicationDiff], purge: PurgePolicy = PurgePolicy()) {
        self.purge = purge
        let moved = Set(applications.flatMap { $0.addedModules.map(\.name) })
            .intersection(applications.flatMap { $0.removedModules.map(\.name) })
        self.moved = moved
        let changed = applications.filter { $0.isInBoth && $0.baseVersion != $0.targetVersion }
        let plans = Dictionary(changed.map { ($0.name, LoadPlan($0, moved: moved)) }) { first, _ in first }
        self.plans = plans
        gains = GainedFunctions(changed) { plans[$0]!.freeModules() }
    }

    /// The instructions for an application that both releases have.
    ///
    /// `companions` are the applications whose instructions are generated, too, wherever these are used: only their
    /// modules may be named.
    package func script(for diff: ApplicationDiff, companions: Set<Atom> = []) -> AppupScript? {
        guard let base = diff.baseVersion, let target = diff.targetVersion, let plan = plans[diff.name] else {
            return nil
        }
        let steps = plan.steps(purge: purge) { gains.modules(neededBy: $0, of: companions) }
        return AppupScript(
            application: diff.name, baseVersion: base, targetVersion: target, steps: steps + deletions(diff),
            notes: plan.notes)
    }

    /// Modules that are gone: removed last, callers before those that they called.
    private func deletions(_ diff: ApplicationDiff) -> [AppupStep] {
        let modules = diff.removedModules.sorted { $0.name < $1.name }
        let numbers = Dictionary(modules.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let calls = modules.map { module in module.importedModules.compactMap { numbers[$0] } }
        return StrongComponents.ordered(calls).reversed().flatMap { $0.map { modules[$0].name } }.map { module in
            if moved.contains(module) {
                let load = ModuleInstruction.load.term(module, purge: purge, dependencies: [])
                return AppupStep(up: [], down: [load], reason: "the module moved to another application")
            }
            return AppupStep(
                up: [ModuleInstruction.presence("delete_module", module, dependencies: [])],
                down: [ModuleInstruction.presence("add_module", module, dependencies: [])],
                reason: "the module is gone; removed after all that called it is loaded")
        }
    }
}

extension ModuleFacts {
    /// The modules that the module calls, each once, in Erlang's order.
    var importedModules: [Atom] {
        var modules: [Atom] = []
        for function in imports where modules.last != function.module && function.module != name {
            modules.append(function.module)
        }
        return modules
    }
}
