internal import ErlangTerms
internal import ReleaseDiffs

/// Finds upgrades to a release with a lower version than the one that runs.
struct LowerVersionCheck: UpgradeCheck {
    static let lower = FindingKind(
        "lower-version", .warning,
        "The target release has a lower version than a base release. It may be that the releases were named in the wrong "
            + "order. Where a node has run the lower version before, release_handler also keeps the files that it "
            + "finds of it.",
        advice: "name the new release last; if this is one, give it a higher version")
    static let kinds = [lower]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.map(\.release.version).filter { VersionOrder.isLower(subject.target.version, than: $0) }.map {
            Finding(Self.lower, at: "up from \($0)", "'\(subject.target.version)' is lower than '\($0)'")
        }
    }
}
