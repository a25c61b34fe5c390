internal import ErlangTerms
internal import Releases

/// Finds base releases without an emulator of their own.
struct IncludedEmulatorCheck: UpgradeCheck {
    static let ofMix = FindingKind(
        "emulator-not-included", .error,
        "A base release was built with `include_erts: false`. Its node runs from the system's Erlang, and "
            + "release_handler would unpack and look for everything there.",
        advice: "build releases with their own ERTS")
    static let other = FindingKind(
        "emulator-elsewhere", .warning,
        "A base release brings no emulator. It can only be upgraded if the node's root directory (ROOTDIR) is that of "
            + "the release.",
        advice: "build releases with their own ERTS, or make sure that code:root_dir() is the release's directory")
    static let kinds = [ofMix, other]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.map(\.release).filter { release in !release.files.contains { $0.hasPrefix("erts-") } }.map {
            Finding(
                $0.isOfMix ? Self.ofMix : Self.other, at: "release \($0.version)",
                "there is no 'erts-\($0.release.ertsVersion)/bin'")
        }
    }
}
