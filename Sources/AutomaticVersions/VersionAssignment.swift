package import ErlangTerms
internal import ReleaseDiffs
internal import Releases

/// The versions that a build of a release gets, so that nodes of other builds can be upgraded to it.
///
/// - An application that is the same as in a base release keeps the version that it has there.
/// - An application that differs under the same plain version gets `BuildVersion` with the hash of what it contains.
/// - So does one that the base releases do not have, or have in a higher version: a node may have another one of that
///   version from before.
/// - A version that is higher than those of the base releases is one that the project chose, and stays.
/// - The release gets a version by the same rules; its hash covers the versions of its applications. So two releases of
///   the same name and version are the same in all of what runs.
package struct VersionAssignment: Hashable, Sendable {
    package let version: String
    /// Of every application.
    package let applications: [Atom: String]
    /// What `relup.build` says.
    package let hash: String
    /// Which of the base releases the target is an upgrade of; the others run the same already.
    package let upgraded: [Int]

    /// Versions for a target. Without base releases it is a first release, whose applications keep theirs.
    package init(_ target: BuildContents, bases: [BuildContents], suffix: String? = nil) {
        let plain = BuildVersion.plain(of: target.release.version.text)
        // What a base release runs already is not given another name, unless another base has that for something else.
        for base in bases.sorted(by: { $0.release.version.text < $1.release.version.text })
        where base.isSame(as: target, plain: plain) {
            let versions = base.release.versions
            let others = bases.filter { $0.release.version.text != base.release.version.text }
            guard
                target.applications.allSatisfy({ name, hash in
                    !others.contains { $0.has(name, versions[name], other: hash) }
                })
            else { continue }
            version = base.release.version.text
            applications = versions
            hash = base.hash()
            upgraded = bases.indices.filter { bases[$0].release.version.text != base.release.version.text }
            return
        }
        var applications: [Atom: String] = [:]
        for entry in target.release.applications {
            applications[entry.name] = Self.version(of: entry.name, entry.version.text, in: target, bases, suffix)
        }
        self.applications = applications
        hash = target.hash(versions: applications)
        version =
            Self.isHigher(target.release.version.text, than: bases.map(\.release.version.text))
            ? target.release.version.text
            : Self.version(plain, suffix, hash) { version in bases.contains { $0.release.version.text == version } }
        upgraded = Array(bases.indices)
    }

    private static func version(
        of name: Atom, _ version: String, in target: BuildContents, _ bases: [BuildContents], _ suffix: String?
    ) -> String {
        let hash = target.applications[name] ?? ""
        let plain = BuildVersion.plain(of: version)
        let isTaken = { version in bases.contains { $0.has(name, version, other: hash) } }
        let known = bases.filter { base in
            base.release[name].map { BuildVersion.isBuild($0.version.text, of: plain) } ?? false
        }
        guard !known.isEmpty else {
            let others = bases.compactMap { $0.release[name]?.version.text }
            return bases.isEmpty || isHigher(version, than: others)
                ? version : Self.version(plain, suffix, hash, isTaken: isTaken)
        }
        // The lowest one, so that the order of the base releases does not count.
        let same = known.filter { $0.applications[name] == hash }.map { $0.release[name]!.version.text }
        if let version = same.filter({ !isTaken($0) }).min() { return version }
        return Self.version(plain, suffix, hash, isTaken: isTaken)
    }

    /// Whether a version is higher than all others, and there are any.
    private static func isHigher(_ version: String, than others: [String]) -> Bool {
        !others.isEmpty && others.allSatisfy { VersionOrder.isLower($0, than: version) }
    }

    /// The version of a build, with as many digits as distinguish it.
    private static func version(
        _ plain: String, _ suffix: String?, _ hash: String, isTaken: (String) -> Bool
    ) -> String {
        var digits = BuildVersion.digits
        while true {
            let version = BuildVersion(plain: plain, suffix: suffix, hash: String(hash.prefix(digits))).text
            if digits >= hash.utf8.count || !isTaken(version) { return version }
            digits *= 2
        }
    }
}

extension BuildContents {
    /// Whether the release has an application of that version that is not the one with the given hash.
    fileprivate func has(_ name: Atom, _ version: String?, other hash: String) -> Bool {
        release[name]?.version.text == version && applications[name] != hash
    }

    /// Whether a release with the plain version runs the same as this one.
    fileprivate func isSame(as other: BuildContents, plain: String) -> Bool {
        BuildVersion.isBuild(release.version.text, of: plain) && other.hash(versions: release.versions) == hash()
            && other.release.applications.allSatisfy { entry in
                release[entry.name].map {
                    BuildVersion.isBuild($0.version.text, of: BuildVersion.plain(of: entry.version.text))
                } ?? false
            }
    }
}

extension Release {
    /// The version of each application.
    fileprivate var versions: [Atom: String] {
        Dictionary(applications.map { ($0.name, $0.version.text) }, uniquingKeysWith: { first, _ in first })
    }
}
