internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds records and structs with another form in places where no `code_change` converts them.
struct SharedStateCheck: ScriptCheck {
    static let record = FindingKind(
        "record-shared", .warning,
        "A record, or a tagged tuple that modules without processes make and take apart, has another number of "
            + "elements. States, tables, persistent terms and messages of any process may hold it in the old form, "
            + "which the new code does not match. A record that one module alone uses, as its state, is fine if the "
            + "script converts it.",
        advice: "find out who keeps such records, and convert those in the code_change of that module or in an apply")
    static let structure = FindingKind(
        "struct-shared", .warning,
        "A struct has other keys. States, tables, persistent terms and messages of any process may hold it with the "
            + "old keys, and the new code fails or goes wrong with those. The finding names the changed modules that "
            + "use the struct; modules that did not change are not seen and may keep it as well.",
        advice: "find out who keeps such structs, and convert those in the code_change of that module or in an apply")
    static let hidden = FindingKind(
        "shapes-unseen", .warning,
        "A changed module uses more tagged tuples or structs than relup remembers, so it may miss records of another "
            + "size and users of a struct.",
        advice: "compare the records of the module in the sources")
    static let kinds = [record, structure, hidden]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let users = Users(script)
        return records(users, script) + structs(users, script) + unseen(script)
    }

    private func records(_ users: Users, _ script: CheckedScript) -> [Finding] {
        let records = Dictionary(grouping: script.diff.recordChanges.filter { users.isRecord($0) }, by: \.tag)
        return records.sorted { $0.key < $1.key }.compactMap { tag, changes in
            // If several modules have records with the same name, such as `state`, these are usually each module's own.
            let modules = Set(changes.flatMap(\.modules)).filter { module in
                guard let owner = users.changes[module] else { return true }
                return !owner.hasState { $0.tuple?.first == .atom(tag) } || !users.isSettled(owner)
            }.sorted()
            if modules.isEmpty { return nil }
            let (base, target) = (changes.flatMap(\.baseSizes), changes.flatMap(\.targetSizes))
            let (before, after) = script.isUp ? (base, target) : (target, base)
            return script.finding(
                Self.record, tag.name,
                "the record '\(tag)' \(Self.change(Self.shown(before), Self.shown(after))), in "
                    + Enumeration.of(modules))
        }
    }

    private static func change(_ before: String?, _ after: String?) -> String {
        switch (before, after) {
        case (let before?, let after?): "has \(after) elements in place of \(before)"
        case (nil, let after?): "may have \(after) elements as well"
        case (let before?, nil): "may not have \(before) elements any more"
        case (nil, nil): "differs"
        }
    }

    private static func shown(_ sizes: [Int]) -> String? {
        sizes.isEmpty ? nil : Set(sizes).sorted().map(String.init).joined(separator: " or ")
    }

    private func structs(_ users: Users, _ script: CheckedScript) -> [Finding] {
        script.diff.applications.flatMap(\.changedModules).compactMap { change in
            guard let difference = StructDifference(change) else { return nil }
            let owners = users.structOwners[change.name] ?? []
            let others = (users.ofStructs[change.name] ?? []).subtracting([change.name])
            if owners.count == 1, let owner = users.changes[owners[0]], others.isSubset(of: owners),
                users.isSettled(owner)
            {
                return nil
            }
            if others.isEmpty, owners.isEmpty, users.isUnconverted(change) { return nil }
            let used = others.isEmpty ? "no other changed module uses it" : "used in \(Enumeration.of(others.sorted()))"
            return script.finding(
                Self.structure, change.name.name,
                "the struct '\(change.name)' \(difference.shown(isUp: script.isUp)), \(used)")
        }
    }

    private func unseen(_ script: CheckedScript) -> [Finding] {
        // UnreadableModulesCheck reports modules whose code is not understood.
        let modules = script.diff.applications.flatMap(\.changedModules).filter { change in
            [change.base, change.target].contains { $0.hasFacts && ($0.tuples == .unknown || $0.structs == .unknown) }
        }.map(\.name)
        return modules.isEmpty
            ? []
            : [script.finding(Self.hidden, "not all tuples and structs of \(Enumeration.of(modules)) are known")]
    }
}

/// The changed modules, by what they use and hold.
private struct Users {
    let changes: [Atom: ApplicationDiff.ModuleChange]
    /// The modules that make a struct or take it apart.
    private(set) var ofStructs: [Atom: Set<Atom>] = [:]
    /// The modules whose processes have a struct as their state.
    private(set) var structOwners: [Atom: [Atom]] = [:]
    private let converters: [Atom: CheckedScript.Converter]

    init(_ script: CheckedScript) {
        let all = script.diff.applications.flatMap(\.changedModules)
        changes = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
        converters = script.converters
        for change in all {
            let sides = [change.base, change.target]
            for name in Set(sides.flatMap { $0.structs.value ?? [] }) {
                ofStructs[name, default: []].insert(change.name)
            }
            for name in Set(sides.compactMap(\.structOfState)) {
                structOwners[name, default: []].append(change.name)
            }
        }
    }

    /// Whether the tuples are records, or data that a module without processes makes and takes apart. A process may
    /// receive other tuples as messages, and tuples that are only made are results.
    func isRecord(_ change: RecordChange) -> Bool {
        if change.isRecord { return true }
        let users = change.modules.compactMap { changes[$0] }
        return !users.contains { StateShapeCheck.hasProcesses($0.base) || StateShapeCheck.hasProcesses($0.target) }
            && users.contains { $0.base.matches(change.tag) && $0.target.matches(change.tag) }
    }

    /// Whether the processes of a module convert their state, or StateShapeCheck reports that they do not.
    func isSettled(_ change: ApplicationDiff.ModuleChange) -> Bool {
        isUnconverted(change) || converters[change.name] != nil && change.target.convertsState
    }

    /// Whether StateShapeCheck reports that processes of a module do not convert their state.
    func isUnconverted(_ change: ApplicationDiff.ModuleChange) -> Bool {
        StateShapeCheck.isUnconverted(change, isCalled: converters[change.name] != nil)
    }
}

/// How the keys of a struct differ.
private enum StructDifference {
    case keys(gone: [Atom], come: [Atom])
    case unseen

    /// Nil if they do not differ, or if one side defines no struct or is not understood at all.
    init?(_ change: ApplicationDiff.ModuleChange) {
        guard let old = change.base.structKeys, let new = change.target.structKeys else { return nil }
        if case .known(let old) = old, case .known(let new) = new {
            let (gone, come) = (Set(old).subtracting(new), Set(new).subtracting(old))
            if gone.isEmpty, come.isEmpty { return nil }
            self = .keys(gone: gone.sorted(), come: come.sorted())
        } else {
            guard change.base.hasFacts, change.target.hasFacts else { return nil }
            self = .unseen
        }
    }

    func shown(isUp: Bool) -> String {
        guard case .keys(let gone, let come) = self else { return "has keys that cannot be read" }
        let (less, more) = isUp ? (gone, come) : (come, gone)
        let parts = [
            more.isEmpty ? nil : "gets \(Enumeration.of(more))", less.isEmpty ? nil : "loses \(Enumeration.of(less))",
        ]
        return parts.compactMap(\.self).joined(separator: " and ")
    }
}

extension ApplicationDiff.ModuleChange {
    /// Whether the state of the module's processes has a shape, before or after.
    fileprivate func hasState(_ isShape: (ErlangTerm) -> Bool) -> Bool {
        [base, target].contains { $0.stateShape?.value.map(isShape) ?? false }
    }
}

extension ModuleFacts {
    /// Whether the module takes tuples with a tag apart.
    fileprivate func matches(_ tag: Atom) -> Bool { tuples.value?.contains { $0.tag == tag && $0.isMatched } ?? true }

    /// The module of the struct, if the state of the module's processes is one.
    fileprivate var structOfState: Atom? {
        guard case .map(let map)? = stateShape?.value else { return nil }
        return map["__struct__"]?.atom
    }
}
