internal import ErlangTerms
internal import ReleaseDiffs

/// Finds changed modules of applications that kept their version: release_handler keeps the files that are there, so
/// that the node goes on with the old code.
struct UnchangedVersionCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.applications.flatMap { application in
                application.conflicts.map { conflict in
                    Finding(
                        "unchanged-version", .error, place: "up from \(base.diff.baseVersion): \(conflict.module)",
                        "'\(conflict.baseFile)' and '\(conflict.targetFile)' differ, the version of the application does not",
                        advice: "give '\(application.name)' a new version")
                }
            }
        }
    }
}
