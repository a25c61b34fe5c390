internal import Files
internal import Glibc
internal import SystemPackage

extension TarballWriter {
    /// Writes a tarball, `-` for standard output, of the files in a directory, after files to be added to it or to
    /// replace its own.
    ///
    /// Entries are in the order of their names, with the permissions and times of the files. Directories have no
    /// entries of their own.
    public static func write(
        directory: String, to target: String, _ changes: TarballChanges = TarballChanges(),
        compression: TarballCompression = .fast, checksum: Bool = false, onEntry: (TarballEntry) -> Void = { _ in }
    ) throws -> Written {
        let writer = try TarballWriter(target, compression: compression, checksum: checksum)
        try TarballRewriter.add(changes.additions, to: writer)
        let added = Set(changes.additions.map(\.path))
        try writer.add(
            directory: FilePath(directory), below: [],
            path: { added.contains($0) ? nil : changes.path(of: $0, stripping: nil) },
            onEntry)
        return try writer.finish()
    }

    /// `path` maps an entry to its path in the tarball, or to nil if it is left out.
    private func add(
        directory: FilePath, below parent: [UInt8], path: (EntryPath) -> EntryPath?, _ onEntry: (TarballEntry) -> Void
    ) throws {
        for name in try Directory.components(in: directory) {
            let file = directory.appending(name)
            let nameBytes = name.withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
            let entryName = parent + nameBytes
            let entryPath: EntryPath
            do {
                entryPath = try EntryPath(entryName)
            } catch {
                throw TarballError(error.code, operation: "write", directory.string, entry: nameBytes, error.reason)
            }
            let status = try Self.checked("read", file) { try file.stat(followTargetSymlink: false) }
            guard let newPath = path(entryPath) else { continue }
            var entry = TarballEntry(
                path: newPath, size: 0, mode: UInt16(status.permissions.rawValue & 0o777),
                modificationTime: Int(status.st_mtim.tv_sec))
            if status.type != .directory { onEntry(entry) }
            switch status.type {
            case .directory: try add(directory: file, below: entryName + [UInt8(ascii: "/")], path: path, onEntry)
            case .regular:
                entry.size = Int(status.size)
                try add(entry, contentsOf: file)
            case .symbolicLink:
                entry.kind = .symbolicLink(target: try Self.linkTarget(of: file))
                try add(entry)
            default:
                throw TarballError(
                    .specialFile, operation: "write", directory.string, entry: entryPath.bytes,
                    "is a device or another special file")
            }
        }
    }

    private static func linkTarget(of file: FilePath) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = file.withPlatformString { readlink($0, &buffer, buffer.count) }
        guard count >= 0 else { throw FileError("read", file.string, Errno(rawValue: errno)) }
        return Array(buffer[..<count])
    }

    private static func checked<Value>(
        _ operation: String, _ file: FilePath, _ body: () throws -> Value
    ) throws -> Value {
        do { return try body() } catch { throw FileError(operation, file.string, error as? Errno ?? .ioError) }
    }
}
