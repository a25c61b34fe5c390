internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// The functions that modules of changed applications gain, and the modules of other applications that call them.
///
/// Only free modules take part: `systools` moves a module forward to the first of those that it is tied to, and no
/// order of an application's other steps may forbid that.
struct GainedFunctions {
    /// For each module, those modules of other applications in which it calls a new function.
    private var needs: [Atom: [(module: Atom, application: Atom)]] = [:]

    init(_ applications: [ApplicationDiff], freeModules: (Atom) -> Set<Atom>) {
        var callers: [(ModuleFacts, Atom)] = []
        var gained: [ExternalFunction: Atom] = [:]
        for application in applications {
            let free = freeModules(application.name)
            let added = application.addedModules.map { ($0, Set<LocalFunction>()) }
            let changed = application.changedModules.map { ($0.target, Set($0.base.exports)) }
            for (module, former) in added + changed where free.contains(module.name) {
                callers.append((module, application.name))
                for function in module.exports where !former.contains(function) {
                    gained[ExternalFunction(module.name, function.name, function.arity)] = application.name
                }
            }
        }
        for (caller, own) in callers {
            for function in caller.imports {
                guard let application = gained[function], application != own,
                    needs[caller.name]?.last?.module != function.module
                else { continue }
                needs[caller.name, default: []].append((function.module, application))
            }
        }
    }

    /// The modules of some applications in which a module calls a new function.
    func modules(neededBy module: Atom, of applications: Set<Atom>) -> [Atom] {
        needs[module, default: []].filter { applications.contains($0.application) }.map(\.module)
    }
}
