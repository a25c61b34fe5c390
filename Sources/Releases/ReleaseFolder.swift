internal import Files

/// Which files of a folder a release consists of: the applications that it names, its emulator, `bin`, and its own files
/// below `releases`. A node that runs there may have written anything else.
package struct ReleaseFolder {
    private let release: Release
    private let libraries: Set<String>

    package init(_ release: Release) {
        self.release = release
        libraries = Set(release.applications.map { "\($0.name)-\($0.version)" })
    }

    /// Whether a file or folder belongs to the release, or contains what does; the path is relative to its root.
    package func contains(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        guard let first = parts.first else { return false }
        switch first {
        case "bin": return true
        case "lib": return parts.count == 1 || libraries.contains(parts[1])
        case "releases":
            guard parts.count > 1 else { return true }
            return parts[1] == release.version.text || parts.count == 2 && Self.files(of: release).contains(parts[1])
        default: return first == "erts-\(release.ertsVersion)"
        }
    }

    /// The topmost files and folders of a directory that do not belong to the release; sorted.
    package func leftOut(of directory: String) throws -> [String] {
        var paths: [String] = []
        for name in try Directory.names(in: directory) {
            guard ["lib", "releases"].contains(name), Directory.exists("\(directory)/\(name)") else {
                if !contains(name) { paths.append(name) }
                continue
            }
            paths += try Directory.names(in: "\(directory)/\(name)").map { "\(name)/\($0)" }.filter { !contains($0) }
        }
        return paths
    }

    private static func files(of release: Release) -> Set<String> {
        [
            "COOKIE", "RELEASES", "start_erl.data", "\(release.name).rel", "\(release.name)-\(release.version).rel",
        ]
    }
}
