public import ErlangTerms
public import ReleaseDiffs
public import Releases
public import Relups

/// An upgrade, as the checks look at it.
public struct CheckSubject: Sendable {
    public var target: Release
    /// The base releases and how the target differs from each.
    public var bases: [(release: Release, diff: ReleaseDiff)]
    public var relup: Relup

    public init(target: Release, bases: [(release: Release, diff: ReleaseDiff)], relup: Relup) {
        self.target = target
        self.bases = bases
        self.relup = relup
    }

    /// One script of the relup with the releases that it leads from and to.
    public struct Way {
        public enum Direction: String, Sendable {
            case up = "up from"
            case down = "down to"
        }

        public let direction: Direction
        public let diff: ReleaseDiff
        public let instructions: [ErlangTerm]

        /// As findings name it: `up from 1.0.0`.
        public var place: String { "\(direction.rawValue) \(diff.baseVersion)" }
    }

    /// The scripts for every base, upgrades first. A base that the relup does not know has none.
    public var ways: [Way] {
        func ways(_ direction: Way.Direction, _ scripts: [Relup.Script]) -> [Way] {
            bases.compactMap { base in
                scripts.first { $0.version == base.release.version }.map {
                    Way(direction: direction, diff: base.diff, instructions: $0.instructions)
                }
            }
        }
        return ways(.up, relup.up) + ways(.down, relup.down)
    }
}

/// Looks at an upgrade for one kind of trouble.
public protocol RelupCheck: Sendable {
    func findings(in subject: CheckSubject) -> [Finding]
}

extension CheckReport {
    /// What all checks find in an upgrade, in a fixed order.
    public init(checking subject: CheckSubject) {
        let checks: [any RelupCheck] = [
            RuntimeChangeCheck(), UnchangedVersionCheck(), EmulatorRestartCheck(), ObjectCodeCheck(),
            ModuleCoverageCheck(), SuspensionCheck(),
        ]
        self.init(findings: checks.flatMap { $0.findings(in: subject) })
    }
}
