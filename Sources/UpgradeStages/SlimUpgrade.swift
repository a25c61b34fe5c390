internal import Releases
internal import UpgradeDocuments

/// What an upgrade tarball need not contain, since every node that it is for has it: `release_handler` keeps files that
/// are there, and requires nothing but the directories of applications of the same version.
///
/// As `release_handler:unpack_release/1` and `release_handler:check_install_release/1`, OTP 25.2.
struct SlimUpgrade {
    private let version: String
    private let baseVersions: Set<String>
    /// Libraries to leave out, as `APP-VSN`: those that every base has, and what older releases left in the target.
    private let libraries: Set<String>
    /// Which other files every base has, as `UpgradeRelease.files`, and which emulators, as `erts-VSN`.
    private let files: Set<String>
    private let emulators: Set<String>

    init(_ releases: UpgradeReleases) {
        let bases = releases.bases
        version = releases.target.release.version.text
        baseVersions = Set(bases.map(\.release.version.text))
        let baseLibraries = bases.map(\.release.libraries)
        let targetLibraries = releases.target.release.libraries
        libraries = Self.common(baseLibraries).union(
            baseLibraries.joined().filter { !targetLibraries.contains($0) })
        files = Self.common(bases.map { Set($0.files) })
        emulators = Self.common(
            bases.map { base in
                Set(base.files.lazy.filter { $0.hasPrefix("erts-") }.map { String($0.prefix { $0 != "/" }) })
            })
    }

    private static func common(_ sets: [Set<String>]) -> Set<String> {
        sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
    }

    /// Whether a file or directory of the target is left out; the path is relative to the release's root.
    func leavesOut(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("lib", 2...): return libraries.contains(parts[1])
        case ("releases", 2...) where parts[1] == version: return false
        case ("releases", 2...) where baseVersions.contains(parts[1]): return true
        // release_handler writes these itself.
        case ("releases", 2) where ["RELEASES", "start_erl.data"].contains(parts[1]): return true
        // unpack_release reads the resource file from the tarball, whatever the node has.
        case ("releases", 2) where path.hasSuffix(".rel"): return false
        case (let first?, _) where emulators.contains(first): return true
        default: return files.contains(path)
        }
    }
}

extension Release {
    /// The directories of the applications below `lib`, as `APP-VSN`.
    fileprivate var libraries: Set<String> { Set(applications.map { "\($0.name)-\($0.version)" }) }
}
