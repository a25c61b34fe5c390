internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
public import RelupChecks
public import UpgradeDocuments

/// Checks upgrades: the work of `relup-check`.
public struct CheckStage {
    public init() {}

    /// Puts the section `findings` into a document and returns what it says.
    public func apply(to document: inout UpgradeDocument) throws -> CheckReport {
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
    public func report(on upgrade: String, bases: [String]) throws -> CheckReport {
        CheckReport(checking: try FinishedUpgrade(upgrade, bases: bases).subject())
    }

    /// What the checks find in a relup alone; `-` is standard input.
    public func report(onRelup relup: String, bases: [String], target: String) throws -> CheckReport {
        CheckReport(checking: try FinishedUpgrade(relup: relup, bases: bases, target: target).subject())
    }
}

extension UpgradeRelease {
    var checked: CheckedRelease {
        CheckedRelease(
            release: release, applications: applications, files: files, configuration: configuration,
            unsafeLinks: unsafeLinks)
    }
}
