internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds changed files of applications that kept their version.
struct UnchangedVersionCheck: UpgradeCheck {
    static let unchanged = FindingKind(
        "unchanged-version", .error,
        "Code of an application changed but its version did not. release_handler keeps the files that are there, so "
            + "the node keeps running the old code, even after a restart.",
        advice: "give the application a new version, or have relup-upgrade --auto-version do it")
    static let filesKept = FindingKind(
        "unchanged-version-files", .warning,
        "Files below `priv` of an application differ, but its version is the same. release_handler keeps the files "
            + "that are there, native libraries too, even for a restart. That does no harm if a library was only "
            + "built again from the same sources.",
        advice:
            "give the application a new version, or have relup-upgrade --auto-version do it; or build both releases "
            + "from the same libraries")
    static let compiledAgain = FindingKind(
        "unchanged-version-compiled", .warning,
        "The emulator or Elixir changes, and code of an application differs although its version is the same. Another "
            + "compiler makes other code of the same sources. release_handler keeps the files that are there, so a node "
            + "that restarts in its folder runs the old code on the new emulator. An emulator loads code that was "
            + "compiled for the two major versions before it.",
        advice: "start the target release in a folder of its own, where it runs its own code; if the sources changed, "
            + "too, give the application a new version")
    static let kinds = [unchanged, filesKept, compiledAgain]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.applications.filter { $0.change == .unchanged }.flatMap { application in
                let place = ScriptDirection.up.script(of: base.diff.baseVersion)
                let version = "'\(application.name)' is \(application.targetVersion ?? "") in both"
                let modules =
                    base.diff.runtime.isEmpty
                    ? application.conflicts.map { conflict in
                        Finding(
                            Self.unchanged, at: "\(place): \(conflict.module)",
                            "'\(conflict.baseFile)' and '\(conflict.targetFile)' differ, but \(version)")
                    } : compiledAgain(application, at: place, version)
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

    /// One finding for an application: usually all of its modules differ.
    private func compiledAgain(_ application: ApplicationDiff, at place: String, _ version: String) -> [Finding] {
        let count = application.conflicts.count
        guard count > 0 else { return [] }
        return [
            Finding(
                Self.compiledAgain, at: "\(place): \(application.name)",
                "\(version), but \(count) module\(count == 1 ? " differs" : "s differ"): the node keeps the old code")
        ]
    }
}
