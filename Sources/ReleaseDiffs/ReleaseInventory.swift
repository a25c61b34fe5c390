package import BeamFiles
package import ErlangTerms
package import Releases

/// What a release contains, as far as comparisons look at it.
package struct ReleaseInventory: Sendable {
    /// The path of the tarball or directory.
    package let name: String
    package let contents: ReleaseReader.Contents
    private let files: ComparedFiles
    /// The files that configure the release; `sys.config` with the files that it includes.
    let configurationFiles: [String: ConfigurationFile]

    /// The inventory of a release, from one pass over its files.
    ///
    /// With `met`, unchanged modules lose what only changed ones need.
    package init(_ files: some ReleaseFiles, met: MetModules.Release? = nil) throws {
        var compared = ComparedFiles(name: files.name)
        contents = try ReleaseReader.contents(of: files) { path, file in try compared.add(path, file, met: met) }
        try compared.refuseFaults(of: contents.applications.map(\.library))
        name = files.name
        self.files = compared
        configurationFiles = compared.configurationFiles(of: contents.release)
    }

    package var release: Release { contents.release }

    /// The modules of an application that have beams.
    package func modules(of application: Application) -> [Atom: ModuleExcerpt] {
        files.modules[application.library] ?? [:]
    }

    /// Whether modules lie in libraries that are not of the release: what older releases left. If modules were
    /// discarded because both releases have them, it may have been such ones.
    package var hasLeftOverModules: Bool {
        let libraries = Set(contents.applications.map(\.library))
        return files.modules.keys.contains { !libraries.contains($0) }
    }

    /// The bytes of an application's appup file.
    package func appup(of application: Application) -> [UInt8]? { files.appups[application.library] }

    /// The consolidated protocols, which the emulator finds before those of `lib`.
    var consolidatedModules: [Atom: ModuleExcerpt] { files.consolidated[release.version.text] ?? [:] }

    /// The bytes of `releases/VSN/relup.modification`.
    var modificationFile: [UInt8]? { files.modifications[release.version.text] }

    func privateFiles(of application: Application) -> [String: FileDigest] {
        files.privateFiles[application.library] ?? [:]
    }

    func environment(of application: Application) -> ConfigurationFile {
        ConfigurationFile(environment: contents.environments[application.name] ?? .emptyList)
    }

    /// The file of an application's module, as a reader would look for it.
    func beamPath(_ module: Atom, of application: Application) -> String {
        "\(name): lib/\(application.library)/ebin/\(module).beam"
    }
}

extension Application {
    /// The application's folder in a release's `lib`.
    package var library: String { "\(name)-\(version)" }
}
