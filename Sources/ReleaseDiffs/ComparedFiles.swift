internal import BeamFiles
internal import Releases

/// The files of a release that count in a comparison, before it is known which of them belong to the release.
struct ComparedFiles: Sendable {
    /// The path of the tarball or directory.
    let name: String
    /// By library, `APP-VSN`.
    private(set) var modules: [String: [ModuleExcerpt]] = [:]
    /// By library.
    private(set) var appups: [String: [UInt8]] = [:]
    /// By library, then by the path below `priv`.
    private(set) var privateFiles: [String: [String: FileDigest]] = [:]
    /// By the release's version, then by the file's name.
    private(set) var configuration: [String: [String: ConfigurationFile]] = [:]
    /// By the release's version.
    private(set) var consolidated: [String: [ModuleExcerpt]] = [:]

    init(name: String) {
        self.name = name
    }

    /// Takes what counts of a file: of a beam what `ModuleExcerpt` keeps, of other files a digest.
    mutating func add(_ path: ReleasePath, _ file: borrowing ReleaseFile) throws {
        switch path {
        case .beam(let library, _):
            modules[library, default: []].append(try excerpt(file))
        case .consolidatedBeam(let version, _):
            consolidated[version, default: []].append(try excerpt(file))
        case .appup(let library, let application) where library.hasPrefix("\(application)-"):
            appups[library] = try file.bytes(limit: Self.textLimit)
        case .privateFile(let library, let path):
            privateFiles[library, default: [:]][path] = try FileDigest(file)
        case .versionFile(let version, let name) where ConfigurationFile.isOne(name):
            configuration[version, default: [:]][name] = ConfigurationFile(
                name: name, bytes: try file.bytes(limit: Self.textLimit))
        default: break
        }
    }

    private static let textLimit = 64 << 20

    private func excerpt(_ file: borrowing ReleaseFile) throws -> ModuleExcerpt {
        try ModuleExcerpt(file.bytes(limit: BeamReader.limit), file: "\(name): \(file.path)")
    }
}

/// Tells a file from another by its size and its digest.
struct FileDigest: Hashable, Sendable {
    let size: Int
    /// A file too large to be read whole has none.
    let md5: [UInt8]?

    private static let limit = 256 << 20

    init(_ file: borrowing ReleaseFile) throws {
        size = file.size
        md5 = file.size <= Self.limit ? MD5.digest(of: try file.bytes(limit: Self.limit)) : nil
    }
}
