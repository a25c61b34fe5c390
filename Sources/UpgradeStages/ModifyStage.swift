internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
package import RelupModifications
package import Relups
package import UpgradeDocuments

/// Modifies the relup of an upgrade document: the work of `relup-modify` in the pipe.
package struct ModifyStage {
    package var request: ModificationRequest
    package var dialect: Dialect
    /// Whose modules the relup calls; if nil, edeliver's own if the release contains them, otherwise ours.
    package var calledModules: CalledModules?

    package init(request: ModificationRequest, dialect: Dialect = .repaired, calledModules: CalledModules? = nil) {
        self.request = request
        self.dialect = dialect
        self.calledModules = calledModules
    }

    /// What was done to a document's relup.
    package struct Result {
        package let unmodified: Relup
        package let outcome: RelupModification.Outcome
        /// Which modification this is, and why.
        package let reason: String
    }

    /// Puts a modified relup into a document, and what was done and the previous relup into the section
    /// `modifications`.
    ///
    /// If a document was modified already, starts again from the relup as it was made.
    package func apply(to document: inout UpgradeDocument, environment: [String: String]) throws -> Result {
        let releases = try document.releases()
        let target = releases.target
        let applications = Set(target.release.applications.map(\.name))
        let diffs = document.has(.diff) ? try document.diffs(readsModules: false) : []
        // It is the same in the diff of each base.
        let modules = diffs.first?.relupModules ?? RelupModules()
        let unmodified = try document.unmodifiedRelup() ?? document.relup()
        var request = request
        request.release = request.release ?? target.root
        let (outcome, reason) = try request.apply(
            to: unmodified,
            configuration: RelupModification.Configuration(
                name: target.release.name.atom, dialect: dialect,
                calledModules: calledModules ?? (applications.contains("edeliver") ? .edeliver : .own),
                declarations: Dictionary(modules.instructions.map { ($0.module, $0.declaration) }) { first, _ in first }
            ),
            facts: ModificationChoice.ReleaseFacts(
                applications: applications, modificationFile: modules.file, modificationModules: modules.modifications,
                additions: Additions(diffs, releases.all),
                releases: releases.all.map {
                    ($0.release.name.text, $0.release.version.text, $0.release.ertsVersion.text)
                }),
            environment: environment)
        let section = ErlangTerm.fields([
            "reason": .string(reason), "steps": .list(outcome.changes.map { .string($0.description) }),
            "unmodified": unmodified.term,
        ])
        document.setModified(relup: outcome.relup.term, modifications: section)
        return Result(unmodified: unmodified, outcome: outcome, reason: reason)
    }
}

extension Additions {
    /// What the releases and their differences require.
    fileprivate init(_ diffs: [ReleaseDiff], _ releases: [UpgradeRelease]) {
        self.init()
        for release in releases {
            needed[release.release.version.text] = Dictionary(
                release.applications.map { ($0.name, $0.applications) }, uniquingKeysWith: { first, _ in first })
            applications[release.release.version.text] = Dictionary(
                release.release.applications.map { ($0.name, $0.version.text) }, uniquingKeysWith: { first, _ in first }
            )
        }
        for diff in diffs {
            let consolidated = diff.consolidated
            if !consolidated.isEmpty {
                protocols[diff.baseVersion] = Protocols(
                    up: (consolidated.changed + consolidated.added).sorted(),
                    down: (consolidated.changed + consolidated.removed).sorted())
            }
            if !diff.configProviders.isEmpty { providers[diff.baseVersion] = diff.configProviders }
            let pair = releases.filter { $0.role == .target || $0.release.version.text == diff.baseVersion }
            if pair.contains(where: { !$0.configuration.includes.isEmpty }) { included.insert(diff.baseVersion) }
            if !diff.loggerKeys.isEmpty, !pair.contains(where: { $0.release.hasLoggerOfElixir }) {
                loggers.insert(diff.baseVersion)
            }
        }
    }
}
