internal import ErlangTerms
public import ReleaseDiffs
public import Relups

/// An upgrade, as the checks look at it.
public struct CheckSubject: Sendable {
    public let target: CheckedRelease
    /// The base releases and how the target differs from each.
    public let bases: [(release: CheckedRelease, diff: ReleaseDiff)]
    public let relup: Relup
    /// What is known of the finished upgrade's tarball, where one is checked.
    public let package: UpgradePackage?
    /// The scripts for every base, upgrades first. A base that the relup does not know has none.
    let ways: [Way]

    public init(
        target: CheckedRelease, bases: [(release: CheckedRelease, diff: ReleaseDiff)], relup: Relup,
        package: UpgradePackage? = nil
    ) {
        self.target = target
        self.bases = bases
        self.relup = relup
        self.package = package
        ways = ScriptDirection.allCases.flatMap { direction in
            bases.compactMap { base in
                relup.scripts(direction).first { $0.version == base.release.version }.map {
                    Way(
                        direction, base: base.release, target: target, diff: base.diff, instructions: $0.instructions)
                }
            }
        }
    }
}

/// What counts of a finished upgrade's tarball besides the release in it.
public struct UpgradePackage: Sendable {
    /// Whether names stand in it without `./` and not below a directory of their own.
    public let namesArePlain: Bool
    public let gzipMembers: Int
    /// Entries that have the name of one before them.
    public let duplicateCount: Int
    /// The name of the first of them.
    public let firstDuplicate: String?
    /// Applications of the release that a slim tarball leaves out, as `APP-VSN`.
    public let leftOut: [String]

    public init(
        namesArePlain: Bool, gzipMembers: Int, duplicateCount: Int = 0, firstDuplicate: String? = nil,
        leftOut: [String] = []
    ) {
        self.namesArePlain = namesArePlain
        self.gzipMembers = gzipMembers
        self.duplicateCount = duplicateCount
        self.firstDuplicate = firstDuplicate
        self.leftOut = leftOut
    }
}
