internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import RelupChecks
internal import Tarballs
internal import UpgradeDocuments

/// What an upgrade's tarball keeps of its document, so that people can see there what the upgrade changes and what the
/// checks found: the file `releases/VSN/upgrade.document`.
///
/// It contains no relup, which is a file of its own; of the modules, what people are shown; and no path of the host that
/// made it, so that the tarball is the same wherever it is made.
extension UpgradeDocument {
    private static let kept = Atom("kept")

    /// The part of this document that is kept beside a relup, whose file has these bytes.
    func kept(beside relup: [UInt8]) throws -> UpgradeDocument {
        var document = UpgradeDocument(version: version)
        document.set(try UpgradeReleases(try releases().all.map(\.kept)))
        if has(.diff) { document.set(.diff, .list(try diffs().map(\.kept.term))) }
        if has(.appups) {
            document.set(
                try appups().map { appup in
                    var appup = appup
                    appup.term = .tuple(.string(appup.version.text), .emptyList, .emptyList)
                    if case .file(let path) = appup.origin {
                        appup.origin = .file(path.split(separator: "/").last.map(String.init) ?? path)
                    }
                    return appup
                })
        }
        let steps = try modificationSteps()
        let modifications = ErlangTerm.fields(["steps": .list(steps.map { .string($0) })])
        if !steps.isEmpty { document.set(.modifications, modifications) }
        if let report = try findings() { document.set(.findings, report.term) }
        let mark = Section(name: Self.kept, term: .fields(["relup_sha256": .string(Self.digest(relup))]))
        return UpgradeDocument(version: version, sections: document.sections + [mark])
    }

    /// The document for the relup that it is found beside: what was found about another one does not count.
    func beside(_ relup: [UInt8]) -> UpgradeDocument {
        let mark = sections.first { $0.name == Self.kept }?.term
        guard case .map(let fields)? = mark, fields["relup_sha256"]?.string == Self.digest(relup) else {
            let stale: Set<Atom> = ["findings", "modifications"]
            return UpgradeDocument(version: version, sections: sections.filter { !stale.contains($0.name) })
        }
        return self
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        var sum = SHA256()
        bytes.withUnsafeBytes { sum.update($0) }
        return sum.hexadecimal()
    }
}

extension UpgradeRelease {
    fileprivate var kept: UpgradeRelease {
        var release = self
        release.source = Source(path: "-", tarball: nil)
        release.root = nil
        release.files = []
        release.unsafeLinks = []
        for index in release.applications.indices {
            release.applications[index].modules = []
            release.applications[index].registered = []
        }
        return release
    }
}

extension ReleaseDiff {
    fileprivate var kept: ReleaseDiff {
        var diff = self
        let tags = Set(recordChanges.map(\.tag))
        diff.relupModules = RelupModules()
        diff.exports = [:]
        diff.baseStarts.environment = []
        diff.targetStarts.environment = []
        for index in diff.applications.indices {
            diff.applications[index].appup = nil
            diff.applications[index].conflicts = []
            diff.applications[index].addedModules = applications[index].addedModules.map { $0.kept(tags) }
            diff.applications[index].removedModules = applications[index].removedModules.map { $0.kept(tags) }
            diff.applications[index].changedModules = applications[index].changedModules.map { change in
                ApplicationDiff.ModuleChange(base: change.base.kept(tags), target: change.target.kept(tags))
            }
        }
        return diff
    }
}

extension ModuleFacts {
    /// What people are shown of a module; `tags` are those of records that changed.
    fileprivate func kept(_ tags: Set<Atom>) -> ModuleFacts {
        var facts = self
        // Digests are most of what is left after compression, and tell people nothing.
        facts.md5 = [UInt8](repeating: 0, count: md5.count)
        facts.version = nil
        facts.exports = []
        facts.imports = []
        facts.lambdas = []
        facts.supervision = nil
        facts.childSpecification = nil
        facts.callbackMode = nil
        facts.applicationStart = nil
        facts.initEffects = nil
        facts.startEffects = nil
        facts.tuples = tuples.map { $0.filter { tags.contains($0.tag) } }
        facts.structs = .known([])
        facts.tables = .known([])
        facts.environmentWrites = .known([])
        facts.stored = .known([])
        facts.localLoops = .known([])
        facts.keptFuns = .known([])
        return facts
    }
}
