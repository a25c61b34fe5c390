internal import Files
internal import Releases

/// A directory or tarball that a release is read from.
struct ReleaseSource {
    let path: String
    let files: any ReleaseFiles

    /// A directory, a tarball, or a tarball on standard input where `path` is `-`.
    init(_ path: String) {
        self.path = path
        files = Directory.exists(path) ? DirectoryFiles(path) : TarballFiles(path)
    }

    /// Reads the release in one pass; `visit` is offered the files that are no resource files.
    func release(
        as role: UpgradeRelease.Role, visit: (ReleasePath, borrowing ReleaseFile) throws -> Void = { _, _ in }
    ) throws -> UpgradeRelease {
        let contents = try ReleaseReader.contents(of: files, visit: visit)
        return UpgradeRelease(
            role: role, contents: contents, source: UpgradeRelease.Source(path: path, facts: contents.tarball),
            root: Directory.exists(path) ? path : nil)
    }
}
