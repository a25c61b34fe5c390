internal import ErlangTerms

/// Finds base releases that do not know what they consist of.
struct InstalledReleasesCheck: RelupCheck {
    static let missing = FindingKind(
        "releases-file-missing", .warning,
        "A base release has no `releases/RELEASES`. A node that was started from it can be upgraded, but not taken "
            + "back, and removing a release would delete files that others use. A release that came to the node as an "
            + "upgrade does not need the file.",
        advice: "prepare the release with relup-prepare before you first deploy it; if it already runs, relup-install "
            + "creates RELEASES on the node before the upgrade")
    static let kinds = [missing]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.map(\.release).filter { !$0.files.contains("releases/RELEASES") }.map { release in
            Finding(Self.missing, at: "release \(release.version)", "'releases/RELEASES' is missing")
        }
    }
}
