internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds changed files of applications that kept their version.
struct UnchangedVersionCheck: UpgradeCheck {
    static let unchanged = FindingKind(
        "unchanged-version", .error,
        "Code of an application changed but its version did not. release_handler keeps the files that are there, so "
            + "the node keeps running the old code, even after a restart.",
        advice: "give the application a new version")
    static let filesKept = FindingKind(
        "unchanged-version-files", .warning,
        "Files below `priv` of an application differ, but its version is the same. release_handler keeps the files "
            + "that are there, native libraries too, even for a restart. That does no harm if a library was only "
            + "built again from the same sources.",
        advice: "give the application a new version, or build both releases from the same libraries")
    static let kinds = [unchanged, filesKept]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.applications.filter { $0.change == .unchanged }.flatMap { application in
                let place = ScriptDirection.up.script(of: base.diff.baseVersion)
                let version = "'\(application.name)' is \(application.targetVersion ?? "") in both"
                let modules = application.conflicts.map { conflict in
                    Finding(
                        Self.unchanged, at: "\(place): \(conflict.module)",
                        "'\(conflict.baseFile)' and '\(conflict.targetFile)' differ, but \(version)")
                }
                guard let file = application.privateFiles.changed.first else { return modules }
                let count = application.privateFiles.changed.count
                let others = count == 1 ? "differs" : "and \(count - 1) more differ"
                return modules + [
                    Finding(
                        Self.filesKept, at: "\(place): \(application.name)", "'priv/\(file)' \(others), but \(version)")
                ]
            }
        }
    }
}
