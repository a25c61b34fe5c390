internal import ErlangTerms
internal import Relups

/// Finds versions that the relup and the releases do not agree on. release_handler compares them as strings.
struct RelupVersionsCheck: UpgradeCheck {
    static let otherVersion = FindingKind(
        "relup-of-other-version", .error,
        "The relup is for a different version than the release. release_handler refuses it: `bad_relup_file`.",
        advice: "make the relup again from these releases")
    static let noUpgrade = FindingKind(
        "no-upgrade-from-base", .error,
        "The relup has no upgrade from one of the base releases. release_handler returns `no_matching_relup`.",
        advice: "make the relup again with that release as a base")
    static let noDowngrade = FindingKind(
        "no-downgrade-to-base", .error,
        "The relup has no downgrade to one of the base releases: the only way back is a restart.",
        advice: "make the relup again with that release as a base")
    static let twice = FindingKind(
        "version-twice", .warning,
        "The relup has two scripts for one version and direction. release_handler takes the first.",
        advice: "take one of them out")
    static let foreign = FindingKind(
        "version-of-no-base", .warning,
        "The relup has a script for a version that none of the base releases has, so it was not checked.",
        advice: "check the upgrade together with that release")
    static let kinds = [otherVersion, noUpgrade, noDowngrade, twice, foreign]

    func findings(in subject: CheckSubject) -> [Finding] {
        var findings: [Finding] = []
        if subject.relup.version != subject.target.version {
            findings.append(
                Finding(
                    Self.otherVersion, at: "relup",
                    "the relup is for '\(subject.relup.version)', the release is '\(subject.target.version)'"))
        }
        let bases = subject.bases.map(\.release.version)
        let known = Set(bases)
        for (direction, missing) in [(ScriptDirection.up, Self.noUpgrade), (.down, Self.noDowngrade)] {
            var versions: Set<String> = []
            for script in subject.relup.scripts(direction) {
                let place = direction.script(of: script.version)
                if !versions.insert(script.version).inserted {
                    findings.append(Finding(Self.twice, at: place, "there is a second script \(place)"))
                } else if !known.contains(script.version) {
                    findings.append(
                        Finding(Self.foreign, at: place, "'\(script.version)' is not the version of a base release"))
                }
            }
            for version in bases where !versions.contains(version) {
                let place = direction.script(of: version)
                findings.append(Finding(missing, at: place, "the relup has no script \(place)"))
            }
        }
        return findings
    }
}
