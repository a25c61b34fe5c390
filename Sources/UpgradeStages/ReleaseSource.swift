internal import Files
internal import Releases
internal import Tarballs
internal import UpgradeDocuments

/// A directory or tarball that a release is read from.
struct ReleaseSource {
    let path: String
    let files: any ReleaseFiles

    /// A directory, a tarball, or a tarball on standard input if `path` is `-`.
    init(_ path: String, duplicates: TarballReader.Duplicates = .equal) {
        self.path = path
        files = Directory.exists(path) ? DirectoryFiles(path) : TarballFiles(path, duplicates: duplicates)
    }

    /// The release that was read from here.
    func release(as role: UpgradeRelease.Role, contents: ReleaseReader.Contents) throws -> UpgradeRelease {
        var release = UpgradeRelease(
            role: role, contents: contents, source: UpgradeRelease.Source(path: path, facts: contents.tarball),
            root: Directory.exists(path) ? path : nil)
        if role == .target { release.unsafeLinks = try unsafeLinks(contents.tarball) }
        return release
    }

    /// The links that keep `release_handler` from unpacking the release after `relup-pack` has packed it; `facts` is
    /// what is known about it if it is a tarball.
    func unsafeLinks(_ facts: TarballFacts?, limits: TarballLimits = TarballLimits()) throws -> [UnsafeLink] {
        guard let facts else { return try LinkMending(directory: path).unmended }
        // Nothing packs what came from standard input.
        guard path != "-", facts.firstUnsafeLink != nil else { return [] }
        return try LinkMending(
            tarball: path, strippingTop: { !TarballFiles.isReleaseDirectory($0) }, tarballLimits: limits
        ).unmended
    }
}
