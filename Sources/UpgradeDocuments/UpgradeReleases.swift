package import ErlangTerms
internal import Files
internal import Releases

/// The releases of an upgrade: the section `releases`.
package struct UpgradeReleases: Equatable, Sendable {
    /// The releases that the upgrade starts from, in the order of the command line.
    package let bases: [UpgradeRelease]
    /// The release that it leads to.
    package let target: UpgradeRelease

    /// The releases in the order of the command line, the target last.
    ///
    /// They must have the same name, and each another version.
    package init(_ releases: [UpgradeRelease]) throws(UpgradeDocumentError) {
        var releases = releases
        guard let target = releases.popLast() else {
            throw UpgradeDocumentError(.missingRelease, "no release was given")
        }
        var sources: [String: UpgradeRelease.Source] = [:]
        for release in releases + [target] {
            let (name, version) = (release.release.name, release.release.version.text)
            guard name == target.release.name else {
                throw UpgradeDocumentError(
                    .mismatchedReleases,
                    "'\(release.source.path)' is release '\(name)', '\(target.source.path)' is '\(target.release.name)'; "
                        + "an upgrade is between versions of one release"
                )
            }
            if let other = sources.updateValue(release.source, forKey: version) {
                throw UpgradeDocumentError(
                    .sameVersion,
                    "'\(other.path)' and '\(release.source.path)' are both '\(name)' \(version); "
                        + "relup-upgrade --auto-version tells builds of one version apart")
            }
        }
        bases = releases
        self.target = target
    }

    /// All releases in the order of the section.
    package var all: [UpgradeRelease] { bases + [target] }
}

extension UpgradeDocument {
    /// The section `releases`.
    package func releases() throws -> UpgradeReleases {
        let releases = try TermFields.each(stored(.releases), at: "releases") {
            (release, place) throws(TermShapeError) in
            try UpgradeRelease(TermFields(release, at: place))
        }
        guard releases.last?.role == .target, releases.dropLast().allSatisfy({ $0.role == .base }) else {
            throw UpgradeDocumentError(.malformedSection, "releases: base releases and then the target expected")
        }
        return try UpgradeReleases(releases)
    }

    /// Puts in the section `releases`.
    package mutating func set(_ releases: UpgradeReleases) {
        set(.releases, .list(releases.all.map(\.term)))
    }

    /// The term of a section that an earlier stage wrote.
    package func section(_ name: Name) throws(UpgradeDocumentError) -> ErlangTerm { try stored(name).term }

    /// The same, as its text if it was read from one.
    func stored(_ name: Name) throws(UpgradeDocumentError) -> StoredTerm {
        guard let stored = storedTerm(of: name) else {
            throw UpgradeDocumentError(
                .missingSection,
                "the upgrade document has no section '\(name.rawValue)': run relup-\(name.stage) first")
        }
        return stored
    }
}

extension UpgradeDocument.Name {
    /// The command that writes the section, without `relup-`.
    var stage: String {
        switch self {
        case .releases, .diff: "diff"
        case .appups: "appup"
        case .relup: "make"
        case .modifications: "modify"
        case .findings: "check"
        }
    }
}
