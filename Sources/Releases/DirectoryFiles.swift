internal import Files
internal import SystemPackage

/// A release that lies unpacked in a directory.
public struct DirectoryFiles: ReleaseFiles {
    public let name: String

    public init(_ directory: String) {
        name = directory
    }

    public func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws {
        try walk("", body)
    }

    /// In the order of the names' bytes, a directory's files where its name stands; symbolic links are passed over.
    private func walk(_ directory: String, _ body: (borrowing ReleaseFile) throws -> Void) throws {
        for entry in try Directory.names(in: directory.isEmpty ? name : "\(name)/\(directory)") {
            let path = directory.isEmpty ? entry : "\(directory)/\(entry)"
            let full = "\(name)/\(path)"
            let status = try FilePath(full).stat(followTargetSymlink: false)
            switch status.type {
            case .directory: try walk(path, body)
            case .regular:
                try body(
                    ReleaseFile(path: path, size: Int(status.size)) { limit in
                        guard status.size <= limit else { throw ReleaseError(.tooLarge, "'\(full)' is larger than \(limit) bytes") }
                        return try WholeFile.read(full)
                    })
            default: break
            }
        }
    }
}
