internal import Releases

/// What an upgrade tarball need not hold, since every node that it is for has it: `release_handler` keeps files that are
/// there, and asks for nothing but the directories of applications of the same version.
///
/// As `release_handler:unpack_release/1` and `release_handler:check_install_release/1`, OTP 25.2.
struct SlimUpgrade {
    private let target: Release
    private let baseVersions: Set<String>
    /// What no base lacks: libraries as `APP-VSN`, files as `UpgradeRelease.files`, emulators as `erts-VSN`.
    private let libraries: Set<String>
    private let files: Set<String>
    private let emulators: Set<String>
    private let targetLibraries: Set<String>
    private let baseLibraries: Set<String>

    init(_ releases: UpgradeReleases) {
        target = releases.target.release
        baseVersions = Set(releases.bases.map(\.release.version))
        func common(_ sets: [Set<String>]) -> Set<String> {
            sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
        }
        let libraries = releases.bases.map { Set($0.release.libraries) }
        self.libraries = common(libraries)
        baseLibraries = libraries.reduce([]) { $0.union($1) }
        targetLibraries = Set(target.libraries)
        files = common(releases.bases.map { Set($0.files) })
        emulators = common(
            releases.bases.map { base in
                Set(base.files.compactMap { $0.split(separator: "/").first.map(String.init) })
            }
        ).filter { $0.hasPrefix("erts-") }
    }

    /// Whether a file or directory of the target is left out; the path is below the release's root.
    func leavesOut(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("lib", 2...):
            // What an older release left behind in the target is of no use to it.
            return libraries.contains(parts[1])
                || baseLibraries.contains(parts[1]) && !targetLibraries.contains(parts[1])
        case ("releases", 2...) where parts[1] == target.version: return false
        case ("releases", 2...) where baseVersions.contains(parts[1]): return true
        // release_handler writes these itself.
        case ("releases", 2) where ["RELEASES", "start_erl.data"].contains(parts[1]): return true
        // unpack_release reads the resource file from the tarball, whatever is there.
        case ("releases", 2) where path.hasSuffix(".rel"): return false
        case (let first?, _) where emulators.contains(first): return true
        default: return files.contains(path)
        }
    }
}

extension Release {
    /// The directories of the applications below `lib`, as `APP-VSN`.
    fileprivate var libraries: [String] { applications.map { "\($0.name)-\($0.version)" } }
}
