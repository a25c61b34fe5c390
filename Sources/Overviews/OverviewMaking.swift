internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import RelupChecks
internal import Relups
internal import Tarballs
package import UpgradeDocuments

extension Overview {
    /// Of an upgrade: a document, with the relup of a tarball if it is shown from there.
    init(
        _ document: UpgradeDocument, relup packed: Relup? = nil, source: Source, rehearsals: [Rehearsal] = []
    ) throws {
        let releases = try document.releases()
        let target = releases.target.release
        self.init(title: "upgrade of \(target.name) to \(target.version)")
        release = (target.name.text, target.version.text, releases.bases.map(\.release.version.text))
        facts = [
            ("from", releases.bases.map(\.release.version.text).joined(separator: ", ")),
            ("erts", target.ertsVersion.text),
            ("applications", "\(target.applications.count)"),
        ]
        facts += rehearsals.map { ("rehearsed from \($0.old)", $0.text) }
        let report = try document.findings()
        if let report {
            verdict = report.verdict
            sections.append(Section(title: "findings", content: .findings(report.findings)))
        }
        let relup = try packed ?? (document.has(.relup) ? document.relup() : nil)
        let upgrades = relup.map { addScripts(of: $0, rehearsals) } ?? []
        let diffs = document.has(.diff) ? try document.diffs() : []
        let appups = document.has(.appups) ? try document.appups() : []
        for diff in diffs { add(diff, diffs.count == 1 ? "" : ", from \(diff.baseVersion)", appups) }
        if let diff = diffs.first { dependencies = Dependencies(releases.target.applications, diff) }
        let steps = try document.modificationSteps()
        if !steps.isEmpty { add("modifications", ["step"], steps.map { [$0] }) }
        addReasons(report, diffs, relup, upgrades, rehearsals)
        addNextStep(report, source)
    }

    init(_ relup: Relup) {
        self.init(title: "relup of \(relup.version)")
        release = (nil, relup.version, relup.up.map(\.version))
        addScripts(of: relup)
    }

    /// Of an appup's term: `{Vsn, [{UpFromVsn, Instructions}], [{DownToVsn, Instructions}]}`.
    init?(appup term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let version = parts[0].string else { return nil }
        self.init(title: "appup of \(version)")
        for (direction, scripts) in [(ScriptDirection.up, parts[1]), (.down, parts[2])] {
            for script in scripts.list ?? [] {
                guard let pair = script.tuple, pair.count == 2, let instructions = pair[1].list else { return nil }
                let base = pair[0].string ?? TermTextPrinter.line(of: pair[0])
                sections.append(
                    Section(title: direction.script(of: base), content: .timeline(ScriptTimeline(instructions), nil)))
            }
        }
    }

    /// Of a release without anything else, or of an upgrade whose document is not in it.
    init(_ release: Release, _ applications: [Application], relup: Relup?, rehearsals: [Rehearsal] = []) {
        self.init(title: "release \(release.name) \(release.version)")
        self.release = (release.name.text, release.version.text, relup?.up.map(\.version) ?? [])
        facts = [("erts", release.ertsVersion.text), ("applications", "\(applications.count)")]
        if let relup { addScripts(of: relup, rehearsals) }
        add(
            "applications", ["application", "version", "type", "modules"],
            zip(release.applications, applications).map {
                [$0.name.name, $0.version.text, $0.type.rawValue, "\($1.modules.count)"]
            })
        dependencies = Dependencies(applications, nil)
    }

    init(_ module: ModuleFacts) {
        self.init(title: "module \(module.name)")
        let notes = Self.notes(module)
        facts = [("md5", module.md5.hexadecimal)]
        if let version = module.version { facts.append(("vsn", TermTextPrinter.line(of: version))) }
        if !notes.isEmpty { facts.append(("notes", notes)) }
        if let state = module.stateShape?.value {
            facts.append(("state", TermForPeople.text(state, inElixir: module.name.isOfElixir)))
        }
        add("exports", ["function"], module.exports.map { ["\($0)"] })
        add("imports", ["function"], module.imports.map { ["\($0)"] })
        dependencies.nodes = [Dependencies.Node(name: module.name.name, group: nil, change: nil)]
        dependencies.edges = Set(module.imports.map(\.module)).sorted().map { (module.name.name, $0.name) }
    }

    // MARK: - Parts

    /// Adds the scripts, and returns the timelines of the upgrades.
    @discardableResult
    private mutating func addScripts(of relup: Relup, _ rehearsals: [Rehearsal] = []) -> [ScriptTimeline] {
        ScriptDirection.allCases.flatMap { direction in
            relup.scripts(direction).compactMap { script in
                let timeline = ScriptTimeline(script.instructions)
                let rehearsal = rehearsals.last { direction == .up && $0.old == script.version }
                let lanes = ScriptLanes(timeline, rehearsal)
                sections.append(
                    Section(title: direction.script(of: script.version), content: .timeline(timeline, lanes)))
                return direction == .up ? timeline : nil
            }
        }
    }

    /// Adds a table, unless it is empty.
    mutating func add(_ title: String, _ columns: [String], _ rows: [[String]], divider: Int? = nil) {
        if rows.isEmpty { return }
        sections.append(Section(title: title, content: .table(columns: columns, rows: rows), divider: divider))
    }

    /// Adds what differs; `from` is the end of the titles.
    private mutating func add(_ diff: ReleaseDiff, _ from: String, _ appups: [UpgradeAppup]) {
        add(
            "runtime\(from)", ["name", "from", "to"],
            diff.runtime.map { [$0.name.name, $0.base ?? "none", $0.target ?? "none"] })
        let changed = diff.applications.filter { !$0.isEmpty }
        let origins = Dictionary(appups.map { ($0.application.atom, $0.origin.text) }) { first, _ in first }
        add(
            "applications\(from)",
            ["application", "change", "from", "to", "added", "removed", "changed", "priv", "appup"],
            changed.map { application in
                let modules = application.modules
                return [
                    application.name.name, application.change.rawValue, application.baseVersion ?? "",
                    application.targetVersion ?? "", "\(modules.added.count)", "\(modules.removed.count)",
                    "\(modules.changed.count)", Self.counts(application.privateFiles),
                    origins[application.name] ?? "",
                ]
            })
        var reasons: [Atom: String] = [:]
        for reason in appups.flatMap(\.reasons) {
            for module in reason.modules where reasons[module] == nil { reasons[module] = reason.text }
        }
        let modules = changed.flatMap { application in
            func row(_ module: ModuleFacts, _ change: String) -> [String] {
                [module.name.name, application.name.name, change, Self.notes(module), reasons[module.name] ?? ""]
            }
            return application.addedModules.map { row($0, "added") }
                + application.removedModules.map { row($0, "removed") }
                + application.changedModules.map { row($0.target, "changed") }
        }
        add("modules\(from)", ["module", "application", "change", "notes", "reason"], modules, divider: 1)
        add("states\(from)", StateShapes.columns, StateShapes.rows(diff))
        let trees = SupervisionOverview.trees(diff)
        if !trees.isEmpty { sections.append(Section(title: "supervision\(from)", content: .tree(trees))) }
        addKeys(diff, from)
        let protocols = diff.consolidated
        add(
            "protocols\(from)", ["consolidated", "change"],
            protocols.added.map { [$0.name, "added"] } + protocols.removed.map { [$0.name, "removed"] }
                + protocols.changed.map { [$0.name, "changed"] })
    }

    /// `2 added, 1 changed`.
    private static func counts(_ changes: Changes<String>) -> String {
        [(changes.added.count, "added"), (changes.removed.count, "removed"), (changes.changed.count, "changed")]
            .filter { $0.0 > 0 }.map { "\(ShownName.counted($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    /// The keys of the configuration that differ, and who reads them only when it starts.
    private mutating func addKeys(_ diff: ReleaseDiff, _ from: String) {
        let readers = Dictionary(
            diff.targetStaleKeys.map { (ErlangTerm.tuple(.atom($0.application), $0.key), $0.reader.name) },
            uniquingKeysWith: { first, _ in first })
        func rows(_ file: String, _ keys: KeyDiff, of application: Atom? = nil) -> [[String]] {
            [("added", keys.added), ("removed", keys.removed), ("changed", keys.changed)].flatMap { change, keys in
                keys.map { key in
                    let pair: [ErlangTerm] = application.map { [.atom($0), key] } ?? key.tuple ?? []
                    let isPair = pair.count == 2 && pair[0].atom != nil
                    let shown = isPair ? pair[1] : key
                    return [
                        file, isPair ? pair[0].atom?.name ?? "" : "",
                        shown.string.flatMap { $0.isEmpty ? nil : $0 } ?? TermTextPrinter.line(of: shown), change,
                        readers[.tuple(pair)] ?? "",
                    ]
                }
            } + (keys.isOpaque ? [[file, "", "", "differs", ""]] : [])
        }
        let keys = diff.configuration.flatMap { rows($0.file, $0.keys) }
        let environment = diff.applications.flatMap { rows("\($0.name).app", $0.environment, of: $0.name) }
        add(
            "configuration\(from)", ["file", "application", "key", "change", "read at start by"], keys + environment)
    }

    private static func notes(_ module: ModuleFacts) -> String {
        var notes = module.behaviours.map(\.name)
        if module.codeChanges.contains(where: { !$0.isIdentity }) { notes.append("code_change") }
        if module.loadsNIF { notes.append("native code") }
        if !module.hasAttributes { notes.append("no attributes") }
        return notes.joined(separator: ", ")
    }
}

extension Overview.Dependencies {
    /// The applications of a release and, if it is compared, the modules that differ, with their calls of each other.
    init(_ applications: [Application], _ diff: ReleaseDiff?) {
        let changes = Dictionary(
            (diff?.applications ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let names = Set(applications.map(\.name))
        for application in applications {
            let change = changes[application.name].flatMap { $0.isEmpty ? nil : $0.change.rawValue }
            nodes.append(Node(name: application.name.name, group: nil, change: change))
            for other in application.applications + application.includedApplications where names.contains(other) {
                edges.append((application.name.name, other.name))
            }
        }
        var imports: [(Atom, [ExternalFunction])] = []
        for application in diff?.applications ?? [] {
            for module in application.addedModules {
                nodes.append(Node(name: module.name.name, group: application.name.name, change: "added"))
                imports.append((module.name, module.imports))
            }
            for module in application.changedModules {
                nodes.append(Node(name: module.name.name, group: application.name.name, change: "changed"))
                imports.append((module.name, module.target.imports))
            }
        }
        let modules = Set(imports.map(\.0))
        for (caller, functions) in imports {
            for callee in Set(functions.map(\.module)).sorted() where modules.contains(callee) && callee != caller {
                edges.append((caller.name, callee.name))
            }
        }
    }
}

extension UpgradeAppup.Origin {
    /// For people.
    var text: String {
        switch self {
        case .release: "in the release"
        case .generated: "generated"
        case .file(let path): path
        }
    }
}

extension Overview {
    /// The appups of a document: where each comes from, and what it does with modules for which reason.
    package init(appupsOf document: UpgradeDocument) throws {
        self.init(title: "appups")
        let appups = try document.appups()
        add(
            "applications", ["application", "version", "appup", "file"],
            appups.map { [$0.application.text, $0.version.text, $0.origin.text, $0.file.string] })
        add(
            "reasons", ["application", "from", "modules", "reason"],
            appups.flatMap { appup in
                appup.reasons.map {
                    [appup.application.text, $0.baseVersion, ShownName.some($0.modules), $0.text]
                }
            })
        for appup in appups {
            for section in Overview(appup: appup.term)?.sections ?? [] {
                sections.append(
                    Section(title: "\(appup.application): \(section.title)", content: section.content))
            }
        }
    }
}
