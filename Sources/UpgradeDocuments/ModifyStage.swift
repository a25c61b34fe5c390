internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
public import RelupModifications
public import Relups

/// Modifies the relup of an upgrade document: the work of `relup-modify` in the pipe.
public struct ModifyStage {
    public var request: ModificationRequest
    public var dialect: Dialect
    /// Whose modules the relup calls; if nil, edeliver's own if the release contains them, otherwise ours.
    public var runtime: InstructionRuntime?

    public init(request: ModificationRequest, dialect: Dialect = .repaired, runtime: InstructionRuntime? = nil) {
        self.request = request
        self.dialect = dialect
        self.runtime = runtime
    }

    /// What was done to a document's relup.
    public struct Result {
        public let unmodified: Relup
        public let outcome: RelupModification.Outcome
        /// Which modification this is, and why.
        public let reason: String
    }

    /// Puts a modified relup into a document, and what was done and the previous relup into the section
    /// `modifications`.
    ///
    /// If a document was modified already, starts again from the relup as it was made.
    public func apply(to document: inout UpgradeDocument, environment: [String: String]) throws -> Result {
        let releases = try document.releases()
        let target = releases.target
        let applications = Set(target.release.applications.map(\.name))
        let diffs = document[.diff] == nil ? [] : try document.diffs()
        // It is the same in the diff of each base.
        let modules = diffs.first?.relupModules ?? RelupModules()
        let unmodified = try document.unmodifiedRelup() ?? document.relup()
        var request = request
        request.release = request.release ?? target.root
        let (outcome, reason) = try request.apply(
            to: unmodified,
            configuration: RelupModification.Configuration(
                name: Atom(target.release.name), dialect: dialect,
                runtime: runtime ?? (applications.contains("edeliver") ? .edeliver : .own),
                declarations: Dictionary(modules.instructions.map { ($0.module, $0.declaration) }) { first, _ in first }
            ),
            facts: ModificationChoice.ReleaseFacts(
                applications: applications, modificationFile: modules.file, modificationModules: modules.modifications,
                hooks: ReleaseHooks(diffs, releases.all),
                releases: releases.all.map { ($0.release.name, $0.release.version, $0.release.ertsVersion) }),
            environment: environment)
        let section = ErlangTerm.fields([
            "reason": .string(reason), "steps": .list(outcome.changes.map { .string($0.description) }),
            "unmodified": unmodified.term,
        ])
        document.setModified(relup: outcome.relup.term, modifications: section)
        return Result(unmodified: unmodified, outcome: outcome, reason: reason)
    }
}

extension UpgradeDocument {
    /// The section `relup`: what `releases/VSN/relup` will contain.
    public func relup() throws -> Relup {
        try RelupReader.relup(section(.relup), file: "section relup of the upgrade document")
    }

    /// What was done to modify the relup, in words.
    public func modificationSteps() throws -> [String] {
        guard let term = self[.modifications] else { return [] }
        return try TermFields(term, at: "modifications").strings("steps")
    }

    /// The relup as it was made, if a modification has changed it.
    func unmodifiedRelup() throws -> Relup? {
        guard let term = self[.modifications] else { return nil }
        let unmodified = try TermFields(term, at: "modifications").term("unmodified")
        return try RelupReader.relup(unmodified, file: "section modifications of the upgrade document")
    }
}

extension ReleaseHooks {
    /// What the releases and their differences require.
    fileprivate init(_ diffs: [ReleaseDiff], _ releases: [UpgradeRelease]) {
        self.init()
        for release in releases {
            needed[release.release.version] = Dictionary(
                release.applications.map { ($0.name, $0.applications) }, uniquingKeysWith: { first, _ in first })
        }
        for diff in diffs {
            let consolidated = diff.consolidated
            if !consolidated.isEmpty {
                protocols[diff.baseVersion] = Protocols(
                    up: (consolidated.changed + consolidated.added).sorted(),
                    down: (consolidated.changed + consolidated.removed).sorted())
            }
            if !diff.configProviders.isEmpty { providers[diff.baseVersion] = diff.configProviders }
        }
    }
}
