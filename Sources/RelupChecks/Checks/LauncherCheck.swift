internal import ErlangTerms
internal import Releases

/// Finds launchers that would start the old release again.
struct LauncherCheck: RelupCheck {
    static let fixed = FindingKind(
        "launcher-starts-old-release", .warning,
        "The launcher of relx has the release's version written in it. Without `bin/NAME-VSN` of the new release "
            + "there is nothing to put in its place: a restart boots the old one, although the new is permanent.",
        advice: "build the release with extended_start_script, and copy bin/NAME-VSN to bin/NAME after make_permanent")
    static let kinds = [fixed]

    func findings(in subject: CheckSubject) -> [Finding] {
        let (name, version) = (subject.target.release.name, subject.target.version)
        let hasFixedVersion = subject.bases.contains {
            $0.release.files.contains("bin/\(name)") && !$0.release.isOfMix
                && $0.release.files.contains("bin/\(name)-\($0.release.version)")
        }
        guard hasFixedVersion, !subject.target.files.contains("bin/\(name)-\(version)") else { return [] }
        return [Finding(Self.fixed, at: "release \(version)", "'bin/\(name)-\(version)' is missing")]
    }
}
