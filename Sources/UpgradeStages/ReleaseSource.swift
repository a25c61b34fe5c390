internal import Files
internal import Releases
internal import Tarballs
public import UpgradeDocuments

/// A directory or tarball that a release is read from.
struct ReleaseSource {
    let path: String
    let files: any ReleaseFiles

    /// A directory, a tarball, or a tarball on standard input if `path` is `-`.
    init(_ path: String, duplicates: TarballReader.Duplicates = .refused) {
        self.path = path
        files = Directory.exists(path) ? DirectoryFiles(path) : TarballFiles(path, duplicates: duplicates)
    }

    /// The release that was read from here.
    func release(as role: UpgradeRelease.Role, contents: ReleaseReader.Contents) -> UpgradeRelease {
        UpgradeRelease(
            role: role, contents: contents, source: UpgradeRelease.Source(path: path, facts: contents.tarball),
            root: Directory.exists(path) ? path : nil)
    }
}
