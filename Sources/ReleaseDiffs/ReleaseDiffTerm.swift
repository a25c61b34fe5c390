internal import BeamFiles
package import ErlangTerms

// The differences as maps, as the upgrade document holds them. Empty parts are left out.

extension ReleaseDiff {
    /// `#{base => Vsn, target => Vsn, modification_file => Text, modifications => [Module],
    /// instructions => [{Module, Declaration}], runtime => [#{name, base, target}], applications => [Application],
    /// load => [{App, Vsn, [Module]}], configuration => [#{file, …}], config_providers => [Module],
    /// consolidated => #{added, removed, changed}, broken_calls => [{App, Caller, {Module, Function, Arity}}],
    /// records => [Record], starts => #{base, target}, stale_keys => #{base, target}, uncalled => #{base, target},
    /// compiled_versions => [{App, Vsn, module | key, Place}]}`.
    ///
    /// `load` and `records` are there for readers of the document; reading the term derives them again.
    package var term: ErlangTerm {
        .fields([
            "base": .string(baseVersion),
            "target": .string(targetVersion),
            "modification_file": relupModules.file.map { .binary($0) },
            "modifications": .unlessEmpty(relupModules.modifications.map { .atom($0) }),
            "instructions": .unlessEmpty(
                relupModules.instructions.map { .tuple(.atom($0.module), $0.declaration) }),
            "runtime": .unlessEmpty(runtime.map(\.term)),
            "applications": .list(applications.concurrentMap { $0.term }),
            "load": .unlessEmpty(
                loadTargets.map { .tuple(.atom($0.application), .string($0.version), .atoms($0.modules)) }),
            "configuration": .unlessEmpty(configuration.map(\.term)),
            "config_providers": .unlessEmpty(configProviders.map { .atom($0) }),
            "consolidated": consolidated.isEmpty ? nil : consolidated.term { .atom($0) },
            "exports": .unlessEmpty(
                exports.sorted { $0.key < $1.key }.map { module, functions in
                    .tuple(.atom(module), .list(functions.sorted().map { .tuple(.atom($0.name), .integer($0.arity)) }))
                }),
            "broken_calls": .unlessEmpty(
                brokenCalls.map { .tuple(.atom($0.application), .atom($0.caller), $0.function.term) }),
            "records": .unlessEmpty(recordChanges.map(\.term)),
            "starts": .fields(["base": baseStarts.term, "target": targetStarts.term]),
            "stale_keys": Self.sides(baseStaleKeys.map(\.term), targetStaleKeys.map(\.term)),
            "uncalled": Self.sides(
                baseUncalledLibraries.map { .atom($0) }, targetUncalledLibraries.map { .atom($0) }),
            "compiled_versions": .unlessEmpty(compiledVersions.map(\.term)),
        ])
    }

    /// `#{base => [Term], target => [Term]}`; nil if both are empty.
    private static func sides(_ base: [ErlangTerm], _ target: [ErlangTerm]) -> ErlangTerm? {
        if base.isEmpty && target.isEmpty { return nil }
        return .fields(["base": .unlessEmpty(base), "target": .unlessEmpty(target)])
    }

    /// The differences from a map that `term` made; unless `readsModules`, as if no application had any.
    package init(_ stored: StoredTerm, at place: String, readsModules: Bool = true) throws(TermShapeError) {
        let fields = try TermFields(stored, at: place)
        baseVersion = try fields.string("base")
        targetVersion = try fields.string("target")
        relupModules = RelupModules()
        if fields["modification_file"] != nil {
            relupModules.file = try fields.value("modification_file", "a binary") { term in
                if case .binary(let bytes) = term { bytes } else { nil }
            }
        }
        relupModules.modifications = try fields.elements("modifications", "modules", \.atom)
        relupModules.instructions = try fields.elements("instructions", "modules") { term in
            guard case .tuple(let pair) = term, pair.count == 2, let module = pair[0].atom else { return nil }
            return RelupModules.Instruction(module: module, declaration: pair[1])
        }
        runtime = try fields.maps("runtime") { (change) throws(TermShapeError) in try CoreChange(change) }
        let elements = try fields.each("applications") { (element, place) in (element, place) }
        applications = try elements.concurrentMap { (element, place) throws(TermShapeError) in
            try ApplicationDiff(TermFields(element, at: place), readsModules: readsModules)
        }
        configuration = try fields.maps("configuration") { (file) throws(TermShapeError) in
            FileKeys(file: try file.string("file"), keys: try KeyDiff(file))
        }
        configProviders = try fields.elements("config_providers", "modules", \.atom)
        consolidated = try Changes(fields, "consolidated", "atoms", \.atom)
        exports = Dictionary(
            try fields.elements("exports", "{Module,Functions}") { Self.exports($0) },
            uniquingKeysWith: { first, _ in first })
        brokenCalls = try fields.elements("broken_calls", "calls") { BrokenCall(term: $0) }
        if let term = fields["stale_keys"] {
            let keys = try TermFields(term, at: "\(place).stale_keys")
            baseStaleKeys = try keys.elements("base", "keys") { StaleKey(term: $0) }
            targetStaleKeys = try keys.elements("target", "keys") { StaleKey(term: $0) }
        }
        if let term = fields["uncalled"] {
            let libraries = try TermFields(term, at: "\(place).uncalled")
            baseUncalledLibraries = try libraries.elements("base", "applications", \.atom)
            targetUncalledLibraries = try libraries.elements("target", "applications", \.atom)
        }
        compiledVersions = try fields.elements("compiled_versions", "versions") { CompiledVersion(term: $0) }
        if let term = fields["starts"] {
            let starts = try TermFields(term, at: "\(place).starts")
            baseStarts = try ReleaseStarts(TermFields(starts.term("base"), at: "\(place).starts.base"))
            targetStarts = try ReleaseStarts(TermFields(starts.term("target"), at: "\(place).starts.target"))
        }
    }
}

extension ReleaseDiff {
    fileprivate static func exports(_ term: ErlangTerm) -> (Atom, Set<LocalFunction>)? {
        guard let pair = term.tuple, pair.count == 2, let module = pair[0].atom, let elements = pair[1].list else {
            return nil
        }
        let functions = elements.compactMap { LocalFunction(term: $0) }
        return functions.count == elements.count ? (module, Set(functions)) : nil
    }
}

extension ReleaseDiff.CoreChange {
    fileprivate var term: ErlangTerm {
        .fields(["name": .atom(name), "base": base.map { .string($0) }, "target": target.map { .string($0) }])
    }

    fileprivate init(_ fields: TermFields) throws(TermShapeError) {
        name = try fields.atom("name")
        base = try fields.optionalString("base")
        target = try fields.optionalString("target")
    }
}

extension ReleaseDiff.FileKeys {
    fileprivate var term: ErlangTerm { keys.term(["file": .string(file)]) }
}

extension ReleaseDiff.BrokenCall {
    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let application = parts[0].atom, let caller = parts[1].atom,
            let function = ExternalFunction(term: parts[2])
        else { return nil }
        self.init(application: application, caller: caller, function: function)
    }
}

extension ApplicationDiff {
    /// `#{name, change, base => Vsn, target => Vsn, added => [Facts], removed => [Facts],
    /// changed => [#{base => Facts, target => Facts}], debug_only => [Module], environment => Keys,
    /// priv => #{added, removed, changed}, appup => Term, conflicts => [{Module, BaseFile, TargetFile}]}`.
    var term: ErlangTerm {
        .fields([
            "name": .atom(name),
            "change": .atom(change.rawValue),
            "base": baseVersion.map { .string($0) },
            "target": targetVersion.map { .string($0) },
            "added": .unlessEmpty(addedModules.map(\.term)),
            "removed": .unlessEmpty(removedModules.map(\.term)),
            "changed": .unlessEmpty(
                changedModules.map { .fields(["base": $0.base.term, "target": $0.target.term]) }),
            "debug_only": debugOnlyModules.isEmpty ? nil : .atoms(debugOnlyModules),
            "environment": environment.isEmpty ? nil : environment.term([:]),
            "priv": privateFiles.isEmpty ? nil : privateFiles.term { .string($0) },
            "appup": appup,
            "conflicts": .unlessEmpty(
                conflicts.map { .tuple(.atom($0.module), .string($0.baseFile), .string($0.targetFile)) }),
        ])
    }

    init(_ fields: TermFields, readsModules: Bool) throws(TermShapeError) {
        name = try fields.atom("name")
        change = try fields.value("change", "a kind of change") { $0.atom.flatMap { Change(rawValue: $0.name) } }
        baseVersion = try fields.optionalString("base")
        targetVersion = try fields.optionalString("target")
        if readsModules {
            addedModules = try Self.facts(fields, "added")
            removedModules = try Self.facts(fields, "removed")
            changedModules = try fields.maps("changed") { (module) throws(TermShapeError) in
                ModuleChange(
                    base: try ModuleFacts(term: module.term("base"), at: "\(module.place).base"),
                    target: try ModuleFacts(term: module.term("target"), at: "\(module.place).target"))
            }
        }
        debugOnlyModules = try fields.elements("debug_only", "atoms", \.atom)
        if let term = fields["environment"] {
            environment = try KeyDiff(TermFields(term, at: "\(fields.place).environment"))
        }
        privateFiles = try Changes(fields, "priv", "strings", \.string)
        appup = fields["appup"]
        conflicts = try fields.elements("conflicts", "conflicts") { Conflict(term: $0) }
    }

    private static func facts(_ fields: TermFields, _ key: Atom) throws(TermShapeError) -> [ModuleFacts] {
        try fields.each(key) { (module, place) throws(TermShapeError) in try ModuleFacts(term: module.term, at: place) }
    }
}

extension ApplicationDiff.Conflict {
    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let module = parts[0].atom, let base = parts[1].string,
            let target = parts[2].string
        else { return nil }
        self.init(module: module, baseFile: base, targetFile: target)
    }
}

extension KeyDiff {
    /// `#{added, removed, changed, opaque => true}`, together with other fields.
    fileprivate func term(_ others: KeyValuePairs<Atom, ErlangTerm?>) -> ErlangTerm {
        let fields = ErlangTerm.fields([
            "added": .unlessEmpty(added), "removed": .unlessEmpty(removed), "changed": .unlessEmpty(changed),
            "opaque": isOpaque ? .boolean(true) : nil,
        ])
        guard case .map(let own) = fields, case .map(let other) = ErlangTerm.fields(others) else { return fields }
        return .map(ErlangMap((own.entries + other.entries).map { ($0.key, $0.value) }))
    }

    fileprivate init(_ fields: TermFields) throws(TermShapeError) {
        added = try fields.elements("added", "keys") { $0 }
        removed = try fields.elements("removed", "keys") { $0 }
        changed = try fields.elements("changed", "keys") { $0 }
        isOpaque = try fields.flag("opaque")
    }
}

extension Changes {
    fileprivate func term(_ element: (Element) -> ErlangTerm) -> ErlangTerm {
        .fields([
            "added": .unlessEmpty(added.map(element)), "removed": .unlessEmpty(removed.map(element)),
            "changed": .unlessEmpty(changed.map(element)),
        ])
    }

    /// The changes in a field that may be missing.
    fileprivate init(
        _ fields: TermFields, _ key: Atom, _ expected: String, _ element: (ErlangTerm) -> Element?
    ) throws(TermShapeError) {
        self.init()
        guard let term = fields[key] else { return }
        let changes = try TermFields(term, at: "\(fields.place).\(key)")
        added = try changes.elements("added", expected, element)
        removed = try changes.elements("removed", expected, element)
        changed = try changes.elements("changed", expected, element)
    }
}

extension TermFields {
    fileprivate func optionalString(_ key: Atom) throws(TermShapeError) -> String? {
        self[key] == nil ? nil : try string(key)
    }

    /// The values that `make` makes of the maps in a field's list; an empty list if the field is missing.
    fileprivate func maps<Value>(
        _ key: Atom, _ make: (TermFields) throws(TermShapeError) -> Value
    ) throws(TermShapeError) -> [Value] {
        try each(key) { (map, place) throws(TermShapeError) in try make(TermFields(map, at: place)) }
    }
}
