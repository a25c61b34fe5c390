internal import Files
internal import SystemPackage
public import Tarballs

/// A release that lies unpacked in a directory.
public struct DirectoryFiles: ReleaseFiles {
    public let name: String

    private let root: String

    /// A directory; errors call it `name`, if that is given.
    public init(_ directory: String, named name: String? = nil) {
        root = directory
        self.name = name ?? directory
    }

    public func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try walk("", body)
        return nil
    }

    /// In the order of the names' bytes, a directory's files where its name stands; symbolic links are passed over.
    private func walk(_ directory: String, _ body: (borrowing ReleaseFile) throws -> Void) throws {
        for entry in try Directory.names(in: directory.isEmpty ? root : "\(root)/\(directory)") {
            let path = directory.isEmpty ? entry : "\(directory)/\(entry)"
            let full = "\(root)/\(path)"
            let status = try FilePath(full).stat(followTargetSymlink: false)
            switch status.type {
            case .directory: try walk(path, body)
            case .regular:
                try body(
                    ReleaseFile(
                        path: path, size: Int(status.size),
                        contents: { limit in
                            guard status.size <= limit else {
                                throw ReleaseError(.tooLarge, "'\(full)' is larger than \(limit) bytes")
                            }
                            return try WholeFile.read(full)
                        },
                        pieces: { try WholeFile.forEachPiece(of: full, $0) }))
            default: break
            }
        }
    }
}
