internal import BeamFiles
internal import ErlangTerms
internal import Releases

/// The files of a release that a comparison looks at. Which of them belong to the release is not known yet.
struct ComparedFiles: Sendable {
    /// The path of the tarball or directory.
    let name: String
    /// By library, `APP-VSN`.
    private(set) var modules: [String: [Atom: ModuleExcerpt]] = [:]
    /// By library: why the first of its modules that cannot be read cannot. Older releases may have left anything.
    private var faults: [String: BeamError] = [:]
    /// By library.
    private(set) var appups: [String: [UInt8]] = [:]
    /// By library, then by the path below `priv`.
    private(set) var privateFiles: [String: [String: FileDigest]] = [:]
    /// By the release's version, then by the file's name.
    private var configuration: [String: [String: [UInt8]]] = [:]
    /// By the release's version: the modification file of the release.
    private(set) var modifications: [String: [UInt8]] = [:]
    /// By the release's version.
    private(set) var consolidated: [String: [Atom: ModuleExcerpt]] = [:]

    init(name: String) {
        self.name = name
    }

    /// Adds what counts of a file: of a beam what `ModuleExcerpt` keeps, of other files a digest.
    ///
    /// `met` receives the modules, and may discard what is not needed of them.
    mutating func add(_ path: ReleasePath, _ file: borrowing ReleaseFile, met: MetModules.Release?) throws {
        switch path {
        case .beam(let library, _):
            do {
                let module = try excerpt(file)
                if Self.insert(module, into: &modules[library, default: [:]]) { met?.add(module, of: library) }
            } catch let error as BeamError {
                faults[library] = faults[library] ?? error
            }
        case .consolidatedBeam(let version, _):
            _ = Self.insert(try excerpt(file), into: &consolidated[version, default: [:]])
        case .appup(let library, let application) where library.hasPrefix("\(application)-"):
            appups[library] = try file.bytes(limit: Self.textLimit)
        case .privateFile(let library, let path):
            privateFiles[library, default: [:]][path] = try FileDigest(file)
        case .versionFile(let version, let name) where ConfigurationFile.isOne(name) || name.hasSuffix(".config"):
            configuration[version, default: [:]][name] = try file.bytes(limit: Self.textLimit)
        case .versionFile(let version, "relup.modification"):
            modifications[version] = try file.bytes(limit: Self.textLimit)
        default: break
        }
    }

    /// Refuses modules of these libraries that cannot be read.
    func refuseFaults(of libraries: some Sequence<String>) throws {
        for library in libraries { if let fault = faults[library] { throw fault } }
    }

    /// The files that configure a release; `sys.config` with the files that it includes.
    func configurationFiles(of release: Release) -> [String: ConfigurationFile] {
        var all: [String: ConfigurationFile] = [:]
        for (name, bytes) in configuration[release.version.text] ?? [:] {
            all[name] = ConfigurationFile(name: name, bytes: bytes, syntax: release.syntax)
        }
        var files = all.filter { ConfigurationFile.isOne($0.key) }
        files["sys.config"] = files["sys.config"]?.including(all)
        return files
    }

    /// Whether the module is the first with its name.
    private static func insert(_ module: ModuleExcerpt, into modules: inout [Atom: ModuleExcerpt]) -> Bool {
        guard modules[module.module] == nil else { return false }
        modules[module.module] = module
        return true
    }

    private static let textLimit = 64 << 20

    private func excerpt(_ file: borrowing ReleaseFile) throws -> ModuleExcerpt {
        try ModuleExcerpt(file.bytes(limit: BeamReader.limit), file: "\(name): \(file.path)")
    }
}

/// The size and the checksum of a file, by which it differs from others.
struct FileDigest: Hashable, Sendable {
    let size: Int
    let checksum: Checksum

    init(_ file: borrowing ReleaseFile) throws {
        size = file.size
        var checksum = Checksum()
        try file.forEachPiece { checksum.update($0) }
        self.checksum = checksum
    }
}
