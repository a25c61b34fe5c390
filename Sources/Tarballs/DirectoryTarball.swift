internal import Files
internal import Glibc
internal import SystemPackage

extension TarballWriter {
    /// Writes a tarball of what lies in a directory, after files to be added to it or to take the place of its own.
    ///
    /// Entries stand in the order of their names, with the permissions and times of the files. Directories are no
    /// entries of their own.
    public static func write(
        directory: String, to target: String, additions: [TarballChanges.Addition] = [],
        compression: TarballCompression = .fast
    ) throws -> Written {
        let writer = try TarballWriter(target, compression: compression)
        try TarballRewriter.add(additions, to: writer)
        let added = Set(additions.map(\.path))
        try writer.add(directory: directory, below: nil) { added.contains($0) }
        return try writer.finish()
    }

    private func add(directory: String, below path: String?, isReplaced: (EntryPath) -> Bool) throws {
        for name in try Directory.names(in: directory) {
            let file = FilePath("\(directory)/\(name)")
            let entryName = path.map { "\($0)/\(name)" } ?? name
            let entryPath: EntryPath
            do {
                entryPath = try EntryPath(entryName)
            } catch {
                throw TarballError(error.code, operation: "write", directory, entry: Array(name.utf8), error.reason)
            }
            let status = try Self.checked("read", file) { try file.stat(followTargetSymlink: false) }
            if isReplaced(entryPath) { continue }
            var entry = TarballEntry(
                path: entryPath, size: 0, mode: UInt16(status.permissions.rawValue & 0o777),
                modificationTime: Int(status.st_mtim.tv_sec))
            switch status.type {
            case .directory: try add(directory: file.string, below: entryName, isReplaced: isReplaced)
            case .regular: try add(entry, contents: WholeFile.read(file.string))
            case .symbolicLink:
                entry.kind = .symbolicLink(target: try Self.linkTarget(of: file))
                try add(entry)
            default:
                throw TarballError(
                    .specialFile, operation: "write", directory, entry: entryPath.bytes,
                    "is a device or another special file")
            }
        }
    }

    private static func linkTarget(of file: FilePath) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink(file.string, &buffer, buffer.count)
        guard count >= 0 else { throw FileError("read", file.string, Errno(rawValue: errno)) }
        return Array(buffer[..<count])
    }

    private static func checked<Value>(
        _ operation: String, _ file: FilePath, _ body: () throws -> Value
    ) throws -> Value {
        do { return try body() } catch { throw FileError(operation, file.string, error as? Errno ?? .ioError) }
    }
}
