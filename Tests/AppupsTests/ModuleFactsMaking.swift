import ErlangTerms

@testable import BeamFiles
@testable import ReleaseDiffs

extension ModuleFacts {
    /// A module that calls a function `f/0` of others.
    static func made(
        _ name: Atom, calls: [Atom] = [], exports: [LocalFunction] = [], behaviours: [Atom] = [],
        codeChange: Bool? = nil, supervision: Supervision? = nil, childID: ErlangTerm? = nil, version: UInt8 = 1
    ) -> ModuleFacts {
        let callback = LocalFunction("code_change", 3)
        return ModuleFacts(
            name: name, md5: Array(repeating: version, count: 16), version: .list([.integer(Int(version))]),
            behaviours: behaviours, hasAttributes: true,
            exports: (exports + (codeChange == nil ? [] : [callback])).sorted(),
            imports: calls.map { ExternalFunction($0, "f", 0) }.sorted(),
            codeChanges: codeChange.map { [CodeChange(function: callback, isIdentity: !$0)] } ?? [],
            runsOnLoad: false, loadsNIF: false, lambdas: [], supervision: supervision,
            childSpecification: childID.map { .known(.map(ErlangMap([(.atom("id"), $0)]))) })
    }
}

extension ApplicationDiff {
    /// An application `app` that went from version 1 to 2.
    static func made(
        added: [ModuleFacts] = [], removed: [ModuleFacts] = [], changed: [(ModuleFacts, ModuleFacts)] = []
    ) -> ApplicationDiff {
        var diff = ApplicationDiff(name: "app", baseVersion: "1", targetVersion: "2", change: .upgraded)
        diff.addedModules = added
        diff.removedModules = removed
        diff.changedModules = changed.map { ModuleChange(base: $0, target: $1) }
        return diff
    }
}
