internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
package import RelupChecks
package import UpgradeDocuments

/// Checks upgrades: the work of `relup-check`.
package struct CheckStage {
    package init() {}

    /// Puts the section `findings` into a document and returns what it says.
    package func apply(to document: inout UpgradeDocument) throws -> CheckReport {
        let releases = try document.releases()
        let subject = CheckSubject(
            target: releases.target.checked,
            bases: zip(releases.bases.map(\.checked), try document.diffs()).map { ($0, $1) },
            relup: try document.relup())
        let report = CheckReport(checking: subject)
        document.set(.findings, report.term)
        return report
    }

    /// What the checks find in a finished upgrade, tarball or directory, between the given releases.
    package func report(on upgrade: String, bases: [String]) throws -> CheckReport {
        CheckReport(checking: try FinishedUpgrade(upgrade, bases: bases).subject())
    }

    /// What the checks find in a relup alone; `-` is standard input.
    package func report(onRelup relup: String, bases: [String], target: String) throws -> CheckReport {
        CheckReport(checking: try FinishedUpgrade(relup: relup, bases: bases, target: target).subject())
    }
}

extension UpgradeRelease {
    var checked: CheckedRelease {
        CheckedRelease(
            release: release, applications: applications, files: files, configuration: configuration,
            unsafeLinks: unsafeLinks, duplicate: source.tarball?.duplicate)
    }
}
