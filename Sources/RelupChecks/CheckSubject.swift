internal import ErlangTerms
package import ReleaseDiffs
package import Relups

/// An upgrade as the checks see it.
package struct CheckSubject: Sendable {
    package let target: CheckedRelease
    /// The base releases and how the target differs from each.
    package let bases: [(release: CheckedRelease, diff: ReleaseDiff)]
    package let relup: Relup
    /// What is known about the tarball of a finished upgrade, if one is checked.
    package let package: UpgradePackage?
    /// The scripts for every base, upgrades first. A base that the relup does not contain has none.
    let scripts: [CheckedScript]

    package init(
        target: CheckedRelease, bases: [(release: CheckedRelease, diff: ReleaseDiff)], relup: Relup,
        package: UpgradePackage? = nil
    ) {
        self.target = target
        self.bases = bases
        self.relup = relup
        self.package = package
        let modules = bases.map { base in
            (base: DifferingModules(base.diff, ofBase: true), target: DifferingModules(base.diff, ofBase: false))
        }
        scripts = ScriptDirection.allCases.flatMap { direction in
            let scripts = Dictionary(
                relup.scripts(direction).map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
            return zip(bases, modules).compactMap { base, modules in
                scripts[base.release.version].map {
                    CheckedScript(
                        direction, base: base.release, target: target, diff: base.diff, modules: modules,
                        instructions: $0.instructions)
                }
            }
        }
    }
}

/// What counts about the tarball of a finished upgrade besides the release in it.
package struct UpgradePackage: Sendable {
    /// Whether the names in it have no leading `./` and no directory around them.
    package let namesArePlain: Bool
    package let gzipMembers: Int
    /// Entries with the name of an earlier entry.
    package let duplicateCount: Int
    /// The name of the first of them that is not the same as the earlier one.
    package let firstDuplicate: String?
    /// Applications of the release that a slim tarball leaves out, as `APP-VSN`.
    package let leftOut: [String]

    package init(
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
