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

    /// Puts the section `findings` into a document and returns what it says.
    package func apply(to document: inout UpgradeDocument) throws -> CheckReport {
        let releases = try document.releases()
        let subject = CheckSubject(
            target: releases.target.checked,
            bases: zip(releases.bases.map(\.checked), try document.diffs()).map { ($0, $1) },
            relup: try document.relup())
        let report = self.report(checking: subject)
        document.set(.findings, report.term)
        return report
    }

    /// What the checks find in a finished upgrade, tarball or directory, between the given releases.
    package func report(on upgrade: String, bases: [String]) throws -> CheckReport {
        report(checking: try FinishedUpgrade(upgrade, bases: bases).subject())
    }

    /// What the checks find in a relup alone; `-` is standard input.
    package func report(onRelup relup: String, bases: [String], target: String) throws -> CheckReport {
        report(checking: try FinishedUpgrade(relup: relup, bases: bases, target: target).subject())
    }

    private func report(checking subject: CheckSubject) -> CheckReport {
        let report = CheckReport(checking: subject)
        return acceptsRestart ? report.acceptingRestart : report
    }
}

extension UpgradeRelease {
    var checked: CheckedRelease {
        CheckedRelease(
            release: release, applications: applications, files: files, configuration: configuration,
            unsafeLinks: unsafeLinks, duplicate: source.tarball?.duplicate)
    }
}
