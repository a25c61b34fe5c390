internal import ErlangTerms

/// Finds base releases that do not list what they consist of.
struct InstalledReleasesCheck: UpgradeCheck {
    static let missing = FindingKind(
        "releases-file-missing", .info,
        "A base release has no `releases/RELEASES`. relup-install creates it on the node before the upgrade. With "
            + "release_handler alone, a node that was started from this release can be upgraded but not taken back, and "
            + "removing a release would delete files that others use.",
        advice: "nothing is needed with relup-install; otherwise prepare the release with relup-prepare before it is "
            + "deployed first")
    static let kinds = [missing]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.map(\.release).filter { !$0.files.contains("releases/RELEASES") }.map { release in
            Finding(Self.missing, at: "release \(release.version)", "'releases/RELEASES' is missing")
        }
    }
}
