internal import ErlangTerms
package import Releases
package import Tarballs

/// What the checks know about one release.
package struct CheckedRelease: Sendable {
    package let release: Release
    /// In the order of the release.
    package let applications: [Application]
    /// The files below `releases` and `bin`, the emulator's programs, and the appups.
    package let files: Set<String>
    package let configuration: SystemConfiguration
    /// Links that keep release_handler from unpacking the release.
    package let unsafeLinks: [UnsafeLink]
    /// The first file that the release's tarball has twice, with the same contents.
    package let duplicate: String?
    /// All modules of the release's applications, as their resource files list them.
    let modules: Set<Atom>
    private let byName: [Atom: Application]

    package init(
        release: Release, applications: [Application], files: some Sequence<String>, configuration: SystemConfiguration,
        unsafeLinks: [UnsafeLink] = [], duplicate: String? = nil
    ) {
        self.release = release
        self.applications = applications
        self.files = Set(files)
        self.configuration = configuration
        self.unsafeLinks = unsafeLinks
        self.duplicate = duplicate
        modules = Set(applications.lazy.flatMap(\.modules))
        byName = Dictionary(applications.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var version: String { release.version.text }

    func application(_ name: Atom) -> Application? { byName[name] }

    /// Whether the release has a file in `releases/VSN`.
    func has(_ name: String) -> Bool { files.contains("releases/\(version)/\(name)") }

    /// Whether `mix release` made it. Its launcher reads `env.sh` and `start_erl.data`.
    var isOfMix: Bool { has("env.sh") }
}
