internal import BeamFiles
package import ErlangTerms
internal import Releases

/// Compares two releases.
package struct ReleaseComparison: Sendable {
    private let base: ReleaseInventory
    private let target: ReleaseInventory
    private let baseChildren: ChildSpecifications
    private let targetChildren: ChildSpecifications
    private let areModulesDifferent: @Sendable (BeamFingerprint, BeamFingerprint) -> Bool
    private let calledModules: Set<Atom>

    /// Compares the code that runs or, with `strict`, all that `beam_lib:cmp/2` compares. `calledModules` are the
    /// modules that an existing relup already calls.
    package static func diff(
        from base: ReleaseInventory, to target: ReleaseInventory, strict: Bool = false, calledModules: Set<Atom> = []
    ) throws -> ReleaseDiff {
        let comparison = ReleaseComparison(
            base: base, target: target, baseChildren: ChildSpecifications(base),
            targetChildren: ChildSpecifications(target),
            areModulesDifferent: { strict ? $1.differs(from: $0) : $1.isChanged(from: $0) },
            calledModules: calledModules)
        return try comparison.diff()
    }

    private func diff() throws -> ReleaseDiff {
        let baseApplications = Dictionary(base.contents.applications.map { ($0.name, $0) }) { first, _ in first }
        let targetNames = Set(target.contents.applications.map(\.name))
        let kept = target.contents.applications.map { (base: baseApplications[$0.name], target: Application?.some($0)) }
        let removed = base.contents.applications.filter { !targetNames.contains($0.name) }
            .map { (base: Application?.some($0), target: Application?.none) }
        let applications = try (kept + removed).concurrentMap { try application($0.base, $0.target) }
        var diff = ReleaseDiff(
            baseVersion: base.release.version.text, targetVersion: target.release.version.text,
            relupModules: try RelupModules(of: target), runtime: runtime(), applications: applications,
            configuration: configuration(),
            configProviders: Set([base, target].flatMap { $0.configurationFiles["sys.config"]?.providers ?? [] })
                .sorted(),
            consolidated: Changes(from: base.consolidatedModules, to: target.consolidatedModules) {
                areModulesDifferent($0.fingerprint, $1.fingerprint)
            },
            exports: try exports(applications), brokenCalls: try brokenCalls(applications))
        let starts = try [(base, target), (target, base)].concurrentMap { (release, other) throws(BeamError) in
            try ReleaseStarts(release, comparedWith: other)
        }
        (diff.baseStarts, diff.targetStarts) = (starts[0], starts[1])
        let keys = diff.changedKeys
        if !keys.isEmpty {
            var (old, new) = (EnvironmentReaders(base), EnvironmentReaders(target))
            let listeners = listenerKeys()
            diff.baseStaleKeys = try old.staleKeys(among: keys, ofListeners: listeners)
            diff.targetStaleKeys = try new.staleKeys(among: keys, ofListeners: listeners)
        }
        let staying = diff.applicationsWithStayingCode
        diff.baseUncalledLibraries = try base.uncalledLibraries(among: staying)
        diff.compiledVersions = try target.compiledVersions()
        diff.targetUncalledLibraries = try target.uncalledLibraries(among: staying)
        return diff
    }

    // MARK: - Applications

    private func application(_ old: Application?, _ new: Application?) throws -> ApplicationDiff {
        var diff = ApplicationDiff(
            name: (new ?? old)!.name, baseVersion: old?.version, targetVersion: new?.version,
            change: VersionOrder.change(from: old?.version, to: new?.version))
        try diff.compareModules(
            from: old.map(base.modules) ?? [:], to: new.map(target.modules) ?? [:], areDifferent: areModulesDifferent,
            children: (baseChildren, targetChildren))
        if let old, let new {
            diff.environment = target.environment(of: new).changes(from: base.environment(of: old)) ?? KeyDiff()
            if diff.change == .unchanged {
                diff.conflicts = diff.modules.changed.map {
                    ApplicationDiff.Conflict(
                        module: $0, baseFile: base.beamPath($0, of: old), targetFile: target.beamPath($0, of: new))
                }
            }
        }
        diff.privateFiles = Changes(
            from: old.map(base.privateFiles) ?? [:], to: new.map(target.privateFiles) ?? [:]
        ) { $0 != $1 }
        if let new, diff.change == .upgraded || diff.change == .downgraded, let bytes = target.appup(of: new) {
            diff.appup = try TermTextReader.firstTerm(
                in: bytes, file: "\(target.name): lib/\(new.library)/ebin/\(new.name).appup",
                syntax: target.release.syntax)
        }
        return diff
    }

    // MARK: - The release

    private func runtime() -> [ReleaseDiff.CoreChange] {
        func versions(_ inventory: ReleaseInventory) -> [Atom: String] {
            Dictionary(
                [(Atom("erts"), inventory.release.ertsVersion.text)]
                    + inventory.contents.applications.map { ($0.name, $0.version) },
                uniquingKeysWith: { first, _ in first })
        }
        let (old, new) = (versions(base), versions(target))
        return (["erts", "kernel", "stdlib", "elixir"] as [Atom]).compactMap { name in
            old[name] == new[name] ? nil : ReleaseDiff.CoreChange(name: name, base: old[name], target: new[name])
        }
    }

    private func listenerKeys() -> Set<ErlangTerm> {
        guard let old = base.configurationFiles["sys.config"] else { return [] }
        return target.configurationFiles["sys.config"]?.listenerKeys(from: old) ?? []
    }

    private func configuration() -> [ReleaseDiff.FileKeys] {
        let (old, new) = (base.configurationFiles, target.configurationFiles)
        return Set(old.keys).union(new.keys).sorted().compactMap { name in
            let empty = ConfigurationFile(name: name, bytes: [], syntax: .common)
            return (new[name] ?? empty).changes(from: old[name] ?? empty)
                .map { ReleaseDiff.FileKeys(file: name, keys: $0) }
        }
    }

    /// The exports of modules that are the same in both releases, as far as scripts may call them.
    private func exports(_ applications: [ApplicationDiff]) throws -> [Atom: Set<LocalFunction>] {
        var exports: [Atom: Set<LocalFunction>] = [:]
        let called = applications.reduce(into: calledModules.union(Self.usuallyCalled)) {
            $0.formUnion($1.appup?.calledModules ?? [])
        }
        for (diff, application) in zip(applications, target.contents.applications) {
            let isAnother = diff.change == .upgraded || diff.change == .downgraded
            let changes = diff.modules
            let differing = Set(changes.added + changes.changed)
            for (name, module) in target.modules(of: application)
            where (isAnother || called.contains(name)) && !differing.contains(name) {
                exports[name] = Set(try module.exports())
            }
        }
        return exports
    }

    /// The modules that instructions call in appups made by tools.
    private static let usuallyCalled: Set<Atom> = [
        "application", "code", "erl_eval", "supervisor", "Elixir.Application", "Elixir.Supervisor",
    ]

    /// The calls, in any module of the target, of functions that changed or removed modules no longer export.
    private func brokenCalls(_ applications: [ApplicationDiff]) throws -> [ReleaseDiff.BrokenCall] {
        let present = Set(target.contents.applications.flatMap { target.modules(of: $0).keys })
        var gone: Set<ExternalFunction> = []
        for diff in applications {
            for module in diff.removedModules where !present.contains(module.name) {
                gone.formUnion(module.exports.map { ExternalFunction(module.name, $0.name, $0.arity) })
            }
            for module in diff.changedModules {
                gone.formUnion(
                    Set(module.base.exports).subtracting(module.target.exports)
                        .map { ExternalFunction(module.name, $0.name, $0.arity) })
            }
        }
        guard !gone.isEmpty else { return [] }
        var calls: [ReleaseDiff.BrokenCall] = []
        for application in target.contents.applications {
            for (name, module) in target.modules(of: application) {
                for function in try module.imports() where gone.contains(function) {
                    calls.append(
                        ReleaseDiff.BrokenCall(application: application.name, caller: name, function: function))
                }
            }
        }
        return calls.sorted { ($0.application, $0.caller, $0.function) < ($1.application, $1.caller, $1.function) }
    }
}

extension ErlangTerm {
    /// The modules of the instructions `{apply, {Module, Function, Arguments}}` in a term.
    package var calledModules: Set<Atom> {
        if let call = tagged("apply", count: 2)?.last?.tuple, call.count == 3, let module = call[0].atom {
            return [module]
        }
        switch self {
        case .tuple(let elements), .list(let elements):
            return elements.reduce(into: []) { $0.formUnion($1.calledModules) }
        default: return []
        }
    }
}
