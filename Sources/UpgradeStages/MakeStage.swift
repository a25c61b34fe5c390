internal import ErlangTerms
internal import Files
internal import ReleaseDiffs
internal import Releases
package import Relups
internal import SystemPackage
internal import Tarballs
package import UpgradeDocuments

/// Makes the relup of an upgrade document: the work of `relup-make` in the pipe.
package struct MakeStage {
    package var options: RelupPlanner.Options

    package init(options: RelupPlanner.Options = RelupPlanner.Options()) {
        self.options = options
    }

    /// Puts the section `relup` into a document and returns what is doubtful about it.
    ///
    /// The relup is that of `systools:make_relup/4` for the document's releases and appups.
    package func apply(to document: inout UpgradeDocument) throws -> [RelupWarning] {
        let releases = try document.releases()
        guard !releases.bases.isEmpty else {
            throw StageError(.missingRelease, "there is no base release: an upgrade needs a base and a target release")
        }
        // Another compiler makes other code of the same sources. The checks tell what that means for a restart.
        try refuseUnchangedVersions(try document.diffs(readsModules: false).filter(\.runtime.isEmpty))
        let appups = try document.appups()
        let files = Dictionary(appups.map { ($0.application.atom, $0) }, uniquingKeysWith: { first, _ in first })
        var planner = try RelupPlanner(top: try releases.target.resolved(), options: options) { record in
            guard let appup = files[record.name] else {
                let file = "\(record.directory)/\(record.name).appup"
                let missing = FileError("open", file, .noSuchFileOrDirectory)
                return RelupPlanner.AppupSource(file: file, content: .failure(.file(missing)))
            }
            return RelupPlanner.AppupSource(file: appup.file.string, content: .success(appup.term))
        }
        let bases = try releases.bases.map { try $0.resolved() }
        for base in bases { try planner.addUpgrade(from: base) }
        for base in bases { try planner.addDowngrade(to: base) }
        let (relup, warnings) = try planner.result()
        document.set(.relup, relup.term)
        return warnings
    }

    /// A node keeps the files of an application version that it has, so changed code under the same version never
    /// loads.
    private func refuseUnchangedVersions(_ diffs: [ReleaseDiff]) throws(StageError) {
        for application in diffs.flatMap(\.applications) {
            guard let conflict = application.conflicts.first else { continue }
            throw StageError(
                .unchangedVersion,
                """
                '\(conflict.baseFile)' and '\(conflict.targetFile)' differ, but '\(application.name)' is \
                \(application.targetVersion ?? "") in both: a node would keep the old code; give it a \
                new version, or have relup-upgrade --auto-version do it
                """)
        }
    }
}

extension UpgradeRelease {
    /// The release with its applications checked and ordered, as `systools_make:get_release/2` does.
    func resolved() throws(SystoolsError) -> ResolvedRelease {
        let records = zip(release.applications, applications).map { entry, application in
            ApplicationRecord(
                application, type: entry.type,
                directory: "\(EntryPath.library(entry.application, entry.version))/ebin")
        }
        do {
            return try ResolvedRelease(release, records: records)
        } catch {
            throw error.because("cannot use release '\(release.name)' \(release.version)")
        }
    }
}
