/// What a file of a release is, judging by its place below the release's root.
package enum ReleasePath: Hashable, Sendable {
    /// `releases/NAME.rel` (`version` nil) or `releases/VSN/NAME.rel`.
    case releaseResource(version: String?, name: String)
    /// `lib/APP-VSN/ebin/APP.app`; `library` is `APP-VSN`.
    case applicationResource(library: String, name: String)
    /// `lib/APP-VSN/ebin/APP.appup`.
    case appup(library: String, name: String)
    /// `lib/APP-VSN/ebin/MODULE.beam`.
    case beam(library: String, module: String)
    /// `lib/APP-VSN/priv/PATH`.
    case privateFile(library: String, path: String)
    /// `releases/VSN/consolidated/MODULE.beam`.
    case consolidatedBeam(version: String, module: String)
    /// `releases/VSN/FILE`: `sys.config`, `vm.args`, `start.boot`, `relup` …
    case versionFile(version: String, name: String)
    /// `releases/FILE`: `RELEASES`, `start_erl.data`, `COOKIE` …
    case releasesFile(String)
    /// `bin/FILE`.
    case program(String)
    /// `erts-VSN/PATH`.
    case erts(version: String, path: String)
    case other

    package init(_ path: String) {
        let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("lib", 4): self = Self.libraryFile(parts[1], parts[2], parts[3])
        case ("releases", 2):
            self =
                Self.stem(parts[1], ".rel").map { .releaseResource(version: nil, name: $0) } ?? .releasesFile(parts[1])
        case ("releases", 3):
            self =
                Self.stem(parts[2], ".rel").map { .releaseResource(version: parts[1], name: $0) }
                ?? .versionFile(version: parts[1], name: parts[2])
        case ("releases", 4):
            if parts[2] == "consolidated", let module = Self.stem(parts[3], ".beam") {
                self = .consolidatedBeam(version: parts[1], module: module)
            } else {
                self = .versionFile(version: parts[1], name: "\(parts[2])/\(parts[3])")
            }
        case ("bin", 2): self = .program(parts[1])
        case (let first?, 2...) where first.hasPrefix("erts-"):
            self = .erts(version: String(first.dropFirst(5)), path: parts.dropFirst().joined(separator: "/"))
        default: self = .other
        }
    }

    /// Whether upgrades replace, add or depend on a file: what is below `releases`, appups, programs.
    var isOfReleaseHandler: Bool {
        switch self {
        case .releaseResource, .versionFile, .releasesFile, .appup, .program: true
        case .erts(_, let path): path.hasPrefix("bin/")
        default: false
        }
    }

    private static func libraryFile(_ library: String, _ directory: String, _ file: String) -> ReleasePath {
        switch directory {
        case "priv": .privateFile(library: library, path: file)
        case "ebin":
            if let module = stem(file, ".beam") {
                .beam(library: library, module: module)
            } else if let name = stem(file, ".app") {
                .applicationResource(library: library, name: name)
            } else if let name = stem(file, ".appup") {
                .appup(library: library, name: name)
            } else {
                .other
            }
        default: .other
        }
    }

    /// The name before an ending, if the file has that ending and is not in a subfolder.
    private static func stem(_ file: String, _ ending: String) -> String? {
        // macOS packs the extended attributes of FILE as `._FILE`.
        guard file.utf8.count > ending.utf8.count, file.hasSuffix(ending), !file.utf8.contains(UInt8(ascii: "/")),
            !file.hasPrefix("._")
        else { return nil }
        return String(file.dropLast(ending.count))
    }
}
