internal import Files
internal import SystemPackage
package import Tarballs

/// A release that is unpacked in a directory.
package struct DirectoryFiles: ReleaseFiles {
    package let name: String

    private let root: FilePath

    /// A directory; errors call it `name`, if that is given.
    package init(_ directory: String, named name: String? = nil) {
        root = FilePath(directory)
        self.name = name ?? directory
    }

    package func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try forEachFile(body, link: { _, _ in })
    }

    package func forEachFile(
        _ body: (borrowing ReleaseFile) throws -> Void, link: (String, [UInt8]) throws -> Void
    ) throws -> TarballFacts? {
        try walk(root, "", body, link)
        return nil
    }

    /// In the order of the names' bytes, a directory's files at the place of its name.
    private func walk(
        _ directory: FilePath, _ parent: String, _ body: (borrowing ReleaseFile) throws -> Void,
        _ link: (String, [UInt8]) throws -> Void
    ) throws {
        for entry in try Directory.components(in: directory) {
            let path = parent + entry.string
            let full = directory.appending(entry)
            let status: Stat
            do {
                status = try full.stat(followTargetSymlink: false)
            } catch {
                throw FileError("read", full.string, error)
            }
            switch status.type {
            case .directory: try walk(full, "\(path)/", body, link)
            case .regular:
                try body(
                    ReleaseFile(
                        path: path, size: Int(status.size), isExecutable: status.permissions.contains(.ownerExecute),
                        contents: { limit in
                            guard status.size <= limit else {
                                throw ReleaseError(.tooLarge, "'\(full)' is larger than \(limit) bytes")
                            }
                            return try WholeFile.read(full)
                        },
                        pieces: { try WholeFile.forEachPiece(of: full, $0) }))
            case .symbolicLink: try link(path, Directory.linkTarget(of: full))
            default: break
            }
        }
    }
}
