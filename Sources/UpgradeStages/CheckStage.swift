internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
package import RelupChecks
package import UpgradeDocuments

/// Checks upgrades: the work of `relup-check`.
package struct CheckStage {
    /// Whether the upgrade may restart the emulator.
    package var acceptsRestart: Bool

    package init(acceptsRestart: Bool = false) {
        self.acceptsRestart = acceptsRestart
    }

    /// What was found, and which files of the releases that is about.
    package struct Result {
        package let report: CheckReport
        private let subject: CheckSubject

        fileprivate init(_ subject: CheckSubject, acceptsRestart: Bool) {
            let report = CheckReport(checking: subject)
            self.report = acceptsRestart ? report.acceptingRestart : report
            self.subject = subject
        }

        package var files: FindingFiles { FindingFiles(subject) }
    }

    /// Puts the section `findings` into a document and returns what it says.
    package func apply(to document: inout UpgradeDocument) throws -> Result {
        let releases = try document.releases()
        let subject = CheckSubject(
            target: releases.target.checked,
            bases: zip(releases.bases.map(\.checked), try document.diffs()).map { ($0, $1) },
            relup: try document.relup())
        let result = Result(subject, acceptsRestart: acceptsRestart)
        document.set(.findings, result.report.term)
        return result
    }

    /// What the checks find in a finished upgrade, tarball or directory, between the given releases.
    package func result(on upgrade: String, bases: [String]) throws -> Result {
        Result(try FinishedUpgrade(upgrade, bases: bases).subject(), acceptsRestart: acceptsRestart)
    }

    /// What the checks find in a relup alone; `-` is standard input.
    package func result(onRelup relup: String, bases: [String], target: String) throws -> Result {
        Result(
            try FinishedUpgrade(relup: relup, bases: bases, target: target).subject(), acceptsRestart: acceptsRestart)
    }
}

extension UpgradeRelease {
    var checked: CheckedRelease {
        CheckedRelease(
            release: release, applications: applications, files: files, configuration: configuration,
            unsafeLinks: unsafeLinks, duplicate: source.tarball?.duplicate)
    }
}
