internal import ErlangTerms
internal import Relups

/// One script of a relup while a modification works on it, and what its steps may use.
struct ScriptModification {
    let direction: ScriptDirection
    /// The name of the release.
    let name: Atom
    /// The version of the top release.
    let upVersion: String
    /// The version of the base release.
    let downVersion: String
    let placeholders: Placeholders
    /// What `CheckProcessesRunningOldCode` checks.
    let modulesToCheck: [Atom]
    let calledModules: CalledModules
    /// How modules of the release declare themselves as runnable instructions: their attribute `relup_instruction`.
    let declarations: [Atom: ErlangTerm]
    var list: InstructionList

    var dialect: Dialect { list.dialect }

    /// The text of this script's direction.
    func text(up: String, down: String) -> String {
        direction == .up ? up : down
    }

    /// Inserts a call of `run/1`, and makes sure that the code that it runs is loaded then.
    mutating func insert(_ call: InstructionCall) throws(ModificationError) {
        let term = LowLevelInstruction.run(call.module, call.argument).term
        list.insert([term], at: call.place)
        for module in [call.module] + calledModules.support + call.dependencies { try addRun(of: module) }
        guard !dialect.loadsAllThatRuns else { return }
        switch direction {
        case .up:
            if call.isRepeatable {
                try list.load(call.module, beforeFirst: term)
            } else {
                list.load(call.module, before: term)
            }
            for dependency in call.dependencies { try list.load(dependency, beforeFirst: term) }
        case .down:
            if call.isRepeatable {
                try list.unload(call.module, afterLast: term)
            } else {
                try list.unload(call.module, after: term)
            }
            for dependency in call.dependencies { try list.unload(dependency, afterLast: term) }
        }
    }
}

extension ScriptModification {
    /// Notes that a module runs during the upgrade, together with all that it declares to call.
    mutating func addRun(of module: Atom) throws(ModificationError) {
        var rest = [module]
        while let module = rest.popLast() {
            guard list.runModules.insert(module).inserted, declarations[module] != nil else { continue }
            rest += try InstructionDeclaration(of: module, in: self).dependencies
        }
    }
}

/// A call of `run/1` to be inserted.
struct InstructionCall {
    let module: Atom
    let argument: ErlangTerm
    let place: InsertionPoint
    /// The modules that `run/1` calls.
    var dependencies: [Atom] = []
    /// Whether one modification may call the module several times.
    var isRepeatable = false
}
