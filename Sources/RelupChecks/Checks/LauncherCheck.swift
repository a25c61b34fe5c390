internal import ErlangTerms
internal import Releases

/// Finds launchers that would start the base release again.
struct LauncherCheck: UpgradeCheck {
    static let fixed = FindingKind(
        "launcher-starts-old-release", .warning,
        "The release's version is written into the launcher of relx. Without `bin/NAME-VSN` of the target release, "
            + "nothing replaces it: a restart boots the base release, although the target release is permanent.",
        advice: "build the release with extended_start_script, and copy bin/NAME-VSN to bin/NAME after make_permanent")
    static let kinds = [fixed]

    func findings(in subject: CheckSubject) -> [Finding] {
        let (name, version) = (subject.target.release.name.text, subject.target.version)
        let hasFixedVersion = subject.bases.contains {
            $0.release.files.contains("bin/\(name)") && !$0.release.isOfMix
                && $0.release.files.contains("bin/\(name)-\($0.release.version)")
        }
        guard hasFixedVersion, !subject.target.files.contains("bin/\(name)-\(version)") else { return [] }
        return [Finding(Self.fixed, at: "release \(version)", "'bin/\(name)-\(version)' is missing")]
    }
}
