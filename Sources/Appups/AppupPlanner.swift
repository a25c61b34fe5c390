package import ErlangTerms
package import ReleaseDiffs
internal import Relups

/// Chooses the appup of every application whose version changes, for all base releases.
///
/// A policy for the application counts first, then an appup that the target release brings, then one of the project's
/// folder; what is missing after that is generated. This is decided for each base version, so one file may have several
/// origins.
package struct AppupPlanner: Sendable {
    package var projectAppups = ProjectAppups()
    package var purge = PurgePolicy()
    /// Applications that are restarted, whatever their appups say.
    package var restarted: Set<Atom> = []
    /// Applications whose modules stay as they are.
    package var ignored: Set<Atom> = []

    package init() {}

    /// What starts before everything else, with the instruction that replaces it. The core applications must be those of
    /// the emulator, and sasl evaluates the script, so theirs comes first; a script can still run on the old Elixir.
    static let restarts: [Atom: Atom] = [
        "erts": "restart_new_emulator", "kernel": "restart_new_emulator", "stdlib": "restart_new_emulator",
        "sasl": "restart_new_emulator", "elixir": "restart_emulator",
    ]

    /// The appups for a target release; `diffs` are its differences from each of the base releases.
    package func plan(_ diffs: [ReleaseDiff]) throws(AppupError) -> AppupPlan {
        var plan = AppupPlan()
        var order: [Atom] = []
        var changes: [Atom: [(diff: ApplicationDiff, generator: AppupGenerator)]] = [:]
        var companions = Companions()
        for release in diffs {
            var generated: [ApplicationDiff] = []
            let generator = AppupGenerator(release, purge: purge)
            for diff in release.applications where diff.isInBoth && diff.baseVersion != diff.targetVersion {
                if try isGenerated(diff) { generated.append(diff) }
                if changes[diff.name] == nil { order.append(diff.name) }
                guard changes[diff.name]?.contains(where: { $0.diff.baseVersion == diff.baseVersion }) != true else {
                    continue
                }
                changes[diff.name, default: []].append((diff, generator))
            }
            companions.add(generated)
        }
        for application in order {
            var parts: [PlannedAppup.Part] = []
            for (diff, generator) in changes[application]! {
                if let part = try part(for: diff, generator, companions[diff]) { parts.append(part) }
            }
            guard !parts.isEmpty else { continue }
            let diff = changes[application]![0].diff
            plan.appups.append(
                PlannedAppup(application, version: diff.targetVersion!, own: try own(diff), parts: parts))
        }
        return plan
    }

    /// The instructions for one base version, if there is anything to do.
    private func part(
        for diff: ApplicationDiff, _ generator: AppupGenerator, _ companions: Set<Atom>
    ) throws(AppupError) -> PlannedAppup.Part? {
        let (base, target) = (diff.baseVersion!, diff.targetVersion!)
        if restarted.contains(diff.name) {
            let restart = ErlangTerm.tuple(.atom("restart_application"), .atom(diff.name))
            let step = AppupStep(up: [restart], down: [restart], reason: "a restart of '\(diff.name)' was asked for")
            return .generated(
                AppupScript(application: diff.name, baseVersion: base, targetVersion: target, steps: [step]))
        }
        if ignored.contains(diff.name) {
            return .generated(AppupScript(application: diff.name, baseVersion: base, targetVersion: target, steps: []))
        }
        let (given, notes) = try given(for: diff)
        if let given { return given }
        if let instruction = Self.restarts[diff.name] {
            let restart = ErlangTerm.atom(instruction)
            let step = AppupStep(up: [restart], down: [restart], reason: "only a restart replaces '\(diff.name)'")
            return .generated(
                AppupScript(application: diff.name, baseVersion: base, targetVersion: target, steps: [step]))
        }
        guard var script = generator.script(for: diff, companions: companions) else { return nil }
        script.notes += notes
        return .generated(script)
    }

    private func isGenerated(_ diff: ApplicationDiff) throws(AppupError) -> Bool {
        guard !restarted.contains(diff.name), !ignored.contains(diff.name), Self.restarts[diff.name] == nil else {
            return false
        }
        return try given(for: diff).part == nil
    }

    /// The instructions that the project's folder or the release has for both directions. Those of the folder win: so a
    /// project mends an appup that a library brings.
    private func given(
        for diff: ApplicationDiff
    ) throws(AppupError) -> (part: PlannedAppup.Part?, notes: [AppupNote]) {
        let (base, target) = (diff.baseVersion!, diff.targetVersion!)
        var notes: [AppupNote] = []
        for (file, isOwn) in [
            (try projectAppups.file(for: diff.name, base: base, target: target), false), (try own(diff), true),
        ] {
            guard let file else { continue }
            let scripts = try isOwn ? file.scripts(for: base) : file.scripts(forBuild: base)
            if let up = scripts.up, let down = scripts.down {
                return (isOwn ? .own(base: base) : .file(file.file, base: base, up: up, down: down), notes)
            }
            guard scripts.up != nil || scripts.down != nil else { continue }
            let missing: ScriptDirection = scripts.up == nil ? .up : .down
            notes.append(
                AppupNote(
                    .incompleteAppup, diff.name,
                    "'\(file.file)' has no script \(missing.script(of: base)): both directions are generated"))
        }
        return (nil, notes)
    }

    private func own(_ diff: ApplicationDiff) throws(AppupError) -> AppupFile? {
        guard let term = diff.appup else { return nil }
        return try AppupFile(term, file: "lib/\(diff.name)-\(diff.targetVersion ?? "")/ebin/\(diff.name).appup")
    }
}

/// The appups of an upgrade.
package struct AppupPlan: Hashable, Sendable {
    package var appups: [PlannedAppup] = []
}

/// The appup of an application, and where its parts come from.
package struct PlannedAppup: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
        /// The file of the target release, as it is.
        case release
        /// A file of the project's folder.
        case file(String)
        /// Some of it is generated.
        case generated
    }

    package let application: Atom
    /// The application's version in the target.
    package let version: String
    package let origin: Origin
    package let term: ErlangTerm
    /// What was generated, with the reasons.
    package let scripts: [AppupScript]

    package var notes: [AppupNote] { scripts.flatMap(\.notes) }

    /// Where the instructions for a base version come from.
    enum Part {
        case own(base: String)
        case file(String, base: String, up: ErlangTerm, down: ErlangTerm)
        case generated(AppupScript)
    }

    /// An appup of several parts; `own` is the target release's, whose entries are searched first.
    init(_ application: Atom, version: String, own: AppupFile?, parts: [Part]) {
        var (up, down): ([ErlangTerm], [ErlangTerm]) = ([], [])
        var origin = Origin.release
        var scripts: [AppupScript] = []
        func add(_ base: String, _ upScript: ErlangTerm, _ downScript: ErlangTerm) {
            up.append(.tuple(.string(base), upScript))
            down.append(.tuple(.string(base), downScript))
        }
        for part in parts {
            switch part {
            case .own: break
            case .file(let file, let base, let upScript, let downScript):
                add(base, upScript, downScript)
                if origin == .release { origin = .file(file) }
            case .generated(let script):
                add(script.baseVersion, .list(script.up), .list(script.down))
                scripts.append(script)
                origin = .generated
            }
        }
        self.application = application
        self.version = version
        self.origin = origin
        self.scripts = scripts
        if origin == .release, let own {
            term = own.term
        } else {
            // An entry made for one version counts before those of the release, which may be regular expressions.
            let others = parts.contains { if case .own = $0 { true } else { false } } ? own?.entries : nil
            term = .tuple(.string(version), .list(up + (others?.up ?? [])), .list(down + (others?.down ?? [])))
        }
    }
}
