internal import ErlangTerms
internal import Files
internal import SystemPackage
internal import Tarballs
package import UpgradeDocuments

/// The appup files of an unpacked target release.
package enum AppupFiles {
    /// Writes those appups of a document that the target does not bring itself to their places in it.
    ///
    /// The folders must be there, and none on the way may be a link, which could lead out of the release.
    package static func write(_ document: UpgradeDocument) throws {
        let target = try document.releases().target
        guard let root = target.root else {
            throw StageError(.missingRelease, "'\(target.source.path)' is not unpacked: run relup-unpack first")
        }
        for appup in try document.appups() where appup.origin != .release {
            let file = try path(of: appup.file, below: root)
            try WholeFile.write(TermTextPrinter.consultableFile(appup.term), to: file)
        }
    }

    private static func path(of file: EntryPath, below root: String) throws -> String {
        let path = FilePath(root).appending(file.string)
        var folder = path.removingLastComponent()
        for _ in file.string.split(separator: "/").dropFirst() {
            let status: Stat
            do {
                status = try folder.stat(followTargetSymlink: false)
            } catch {
                throw FileError("write", path.string, error)
            }
            guard status.type == .directory else { throw FileError("write", path.string, .notDirectory) }
            folder.removeLastComponent()
        }
        return path.string
    }
}
