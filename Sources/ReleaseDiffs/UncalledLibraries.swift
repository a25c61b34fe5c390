internal import BeamFiles
internal import ErlangTerms
internal import Releases

extension ReleaseDiff {
    /// The applications with a module that changes, comes or goes and that may keep a process or a fun in its old code.
    var applicationsWithStayingCode: Set<Atom> {
        Set(
            applications.filter { application in
                let modules =
                    application.removedModules + application.addedModules
                    + application.changedModules.flatMap { [$0.base, $0.target] }
                return modules.contains(where: \.mayKeepOldCodeInUse)
            }.map(\.name))
    }
}

extension ReleaseInventory {
    /// Those of some applications that only people call, from a shell; sorted.
    ///
    /// These are libraries: they start no process of their own. No file of the configuration names a module of theirs, nor
    /// does an application that is called, in its code, its literals or its environment.
    func uncalledLibraries(among candidates: Set<Atom>) throws(BeamError) -> [Atom] {
        var uncalled = Dictionary(
            contents.applications.filter { $0.callbackModule == nil }.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        if candidates.isDisjoint(with: uncalled.keys) { return [] }
        var owners: [Atom: Atom] = [:]
        for (name, application) in uncalled {
            for module in modules(of: application).keys { owners[module] = name }
        }

        let configured = configurationFiles.values.reduce(into: Set<Substring>()) { $0.formUnion($1.words) }
        var called = contents.applications.filter { $0.callbackModule != nil }
        for (module, owner) in owners where configured.contains(module.nameInSource) {
            if let library = uncalled.removeValue(forKey: owner) { called.append(library) }
        }
        var names = Set(owners.keys.filter { uncalled[owners[$0]!] != nil })
        // What is only in literals is searched for last, since little is left to search for by then.
        var withLiterals = 0
        var withoutLiterals = 0
        while !candidates.isDisjoint(with: uncalled.keys), withLiterals < called.count {
            let isSearch = withoutLiterals == called.count
            let application = called[isSearch ? withLiterals : withoutLiterals]
            var named = Set([application.callbackModule].compactMap { $0 })
            if isSearch {
                withLiterals += 1
                for module in modules(of: application).values { named.formUnion(try module.literalMentions(of: names)) }
            } else {
                withoutLiterals += 1
                contents.environments[application.name]?.insertAtoms(into: &named)
                for module in modules(of: application).values { named.formUnion(try module.atoms()) }
            }
            for name in named {
                guard let owner = owners[name], let library = uncalled.removeValue(forKey: owner) else { continue }
                names.subtract(modules(of: library).keys)
                called.append(library)
            }
        }
        return candidates.filter { uncalled[$0] != nil }.sorted()
    }
}

extension Atom {
    /// The name of a module as its source writes it, which is without `Elixir.` in Elixir's.
    fileprivate var nameInSource: Substring {
        name.hasPrefix("Elixir.") ? name.dropFirst("Elixir.".count) : name[...]
    }
}
