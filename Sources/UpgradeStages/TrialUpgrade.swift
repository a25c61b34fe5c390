internal import Appups
internal import Files
package import RelupChecks
package import RelupModifications
package import UpgradeDocuments

/// An upgrade that is made and checked, but not packed: the work of `relup-doctor`.
package struct TrialUpgrade {
    /// With all sections.
    package let document: UpgradeDocument
    package let report: CheckReport

    /// The upgrade between releases in tarballs or directories, the target last, as `relup-upgrade` makes it by default.
    package init(of paths: [String], request: ModificationRequest, environment: [String: String]) throws {
        var document = try DiffStage().document(comparing: paths)
        _ = try AppupStage(planner: AppupPlanner()).apply(to: &document)
        _ = try MakeStage().apply(to: &document)
        _ = try ModifyStage(request: request).apply(to: &document, environment: environment)
        report = try CheckStage().apply(to: &document).report
        self.document = document
    }

    /// Whether an error says that releases lack versions of their own, which `--auto-version` gives them.
    package static func lacksVersions(_ error: any Error) -> Bool {
        (error as? StageError)?.code == .unchangedVersion || (error as? UpgradeDocumentError)?.code == .sameVersion
    }
}
