internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import RelupChecks
internal import Relups
internal import UpgradeDocuments

extension Overview {
    init(_ document: UpgradeDocument) throws {
        let releases = try document.releases()
        let target = releases.target.release
        self.init(title: "upgrade of \(target.name) to \(target.version)")
        self.release = (target.name.text, target.version.text, releases.bases.map(\.release.version.text))
        facts = [
            ("from", releases.bases.map(\.release.version.text).joined(separator: ", ")),
            ("erts", target.ertsVersion.text),
            ("applications", "\(target.applications.count)"),
        ]
        if let report = try document.findings() {
            verdict = report.verdict
            sections.append(Section(title: "findings", content: .findings(report.findings)))
        }
        let diffs = document.has(.diff) ? try document.diffs() : []
        for diff in diffs { add(diff) }
        if let diff = diffs.first { dependencies = Dependencies(releases.target.applications, diff) }
        if document.has(.relup) { addScripts(of: try document.relup()) }
        let steps = try document.modificationSteps()
        if !steps.isEmpty {
            sections.append(
                Section(title: "modifications", content: .table(columns: ["step"], rows: steps.map { [$0] })))
        }
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
                    Section(title: direction.script(of: base), content: .timeline(ScriptTimeline(instructions))))
            }
        }
    }

    init(_ release: Release, _ applications: [Application], relup: Relup?) {
        self.init(title: "release \(release.name) \(release.version)")
        self.release = (release.name.text, release.version.text, relup?.up.map(\.version) ?? [])
        facts = [("erts", release.ertsVersion.text), ("applications", "\(applications.count)")]
        if let relup { addScripts(of: relup) }
        sections.append(
            Section(
                title: "applications",
                content: .table(
                    columns: ["application", "version", "type", "modules"],
                    rows: zip(release.applications, applications).map {
                        [$0.name.name, $0.version.text, $0.type.rawValue, "\($1.modules.count)"]
                    })))
        dependencies = Dependencies(applications, nil)
    }

    init(_ module: ModuleFacts) {
        self.init(title: "module \(module.name)")
        let notes = Self.notes(module)
        facts = [("md5", module.md5.hexadecimal)]
        if let version = module.version { facts.append(("vsn", TermTextPrinter.line(of: version))) }
        if !notes.isEmpty { facts.append(("notes", notes)) }
        if let state = module.stateShape?.value { facts.append(("state", TermTextPrinter.line(of: state))) }
        sections = [
            Section(title: "exports", content: .table(columns: ["function"], rows: module.exports.map { ["\($0)"] })),
            Section(title: "imports", content: .table(columns: ["function"], rows: module.imports.map { ["\($0)"] })),
        ]
        dependencies.nodes = [Dependencies.Node(name: module.name.name, group: nil, change: nil)]
        dependencies.edges = Set(module.imports.map(\.module)).sorted().map { (module.name.name, $0.name) }
    }

    // MARK: - Parts

    private mutating func addScripts(of relup: Relup) {
        for (direction, scripts) in [(ScriptDirection.up, relup.up), (.down, relup.down)] {
            for script in scripts {
                sections.append(
                    Section(
                        title: direction.script(of: script.version),
                        content: .timeline(ScriptTimeline(script.instructions))))
            }
        }
    }

    private mutating func add(_ diff: ReleaseDiff) {
        let changed = diff.applications.filter { !$0.isEmpty }
        sections.append(
            Section(
                title: "applications, from \(diff.baseVersion)",
                content: .table(
                    columns: ["application", "change", "from", "to", "added", "removed", "changed"],
                    rows: changed.map { application in
                        let modules = application.modules
                        return [
                            application.name.name, application.change.rawValue, application.baseVersion ?? "",
                            application.targetVersion ?? "", "\(modules.added.count)", "\(modules.removed.count)",
                            "\(modules.changed.count)",
                        ]
                    })))
        let modules = changed.flatMap { application in
            application.addedModules.map { [$0.name.name, application.name.name, "added", Self.notes($0)] }
                + application.removedModules.map { [$0.name.name, application.name.name, "removed", Self.notes($0)] }
                + application.changedModules.map {
                    [$0.name.name, application.name.name, "changed", Self.notes($0.target)]
                }
        }
        sections.append(
            Section(
                title: "modules, from \(diff.baseVersion)",
                content: .table(columns: ["module", "application", "change", "notes"], rows: modules)))
        let keys = diff.configuration.flatMap { file in
            [("added", file.keys.added), ("removed", file.keys.removed), ("changed", file.keys.changed)].flatMap {
                change, keys in keys.map { [file.file, $0.string ?? TermTextPrinter.line(of: $0), change] }
            } + (file.keys.isOpaque ? [[file.file, "", "differs"]] : [])
        }
        if !keys.isEmpty {
            sections.append(
                Section(
                    title: "configuration, from \(diff.baseVersion)",
                    content: .table(columns: ["file", "key", "change"], rows: keys)))
        }
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
