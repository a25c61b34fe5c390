internal import ErlangTerms
internal import ReleaseDiffs

/// Finds changed modules of applications that kept their version.
struct UnchangedVersionCheck: RelupCheck {
    static let unchanged = FindingKind(
        "unchanged-version", .error,
        "Code of an application changed and its version did not. release_handler keeps the files that are there, so "
            + "that the node goes on with the old code, even after a restart.",
        advice: "give the application a new version")
    static let kinds = [unchanged]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.applications.flatMap { application in
                application.conflicts.map { conflict in
                    Finding(
                        Self.unchanged, at: "up from \(base.diff.baseVersion): \(conflict.module)",
                        "'\(conflict.baseFile)' and '\(conflict.targetFile)' differ, but '\(application.name)' is "
                            + "\(application.targetVersion ?? "") in both")
                }
            }
        }
    }
}
