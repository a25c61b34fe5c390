internal import Files
internal import LibC
internal import SystemPackage

extension TarballWriter {
    /// Writes a tarball, `-` for standard output, of the files in a directory, after files to be added to it or to
    /// replace its own.
    ///
    /// Entries are in the order of their names, with the permissions and times of the files. Directories have no
    /// entries of their own. Symbolic links stay, or give way to copies if `changes` says so.
    public static func write(
        directory: String, to target: String, _ changes: TarballChanges = TarballChanges(),
        compression: TarballCompression = .fast, checksum: Bool = false, onEntry: (TarballEntry) -> Void = { _ in }
    ) throws -> Written {
        let root = FilePath(directory)
        let mending = changes.mendsLinks ? try LinkMending(directory: directory) : nil
        let writer = try TarballWriter(target, compression: compression, checksum: checksum)
        try TarballRewriter.add(changes.additions, to: writer)
        let added = Set(changes.additions.map(\.path))
        let place = { (path: EntryPath) in
            changes.path(of: path, stripping: nil).flatMap { added.contains($0) ? nil : $0 }
        }
        let copiesLeftOut = mending?.isNeeded == true
        try forEachFile(in: root, below: [], isLeftOut: false) { path, file, status, isLeftOut in
            let newPath = isLeftOut ? nil : place(path)
            if status.type == .directory {
                return newPath != nil ? .enter : copiesLeftOut ? .enterLeftOut : .skip
            }
            var places: [EntryPath] = []
            if mending?.replaces(path) != true {
                places = newPath.map { [$0] } ?? []
                mending?.forEachCopy(of: path) { copy in
                    if let copy = place(copy) { places.append(copy) }
                }
            }
            for newPath in places {
                var entry = TarballEntry(
                    path: newPath, size: 0, mode: UInt16(status.permissions.rawValue & 0o777),
                    modificationTime: Int(status.st_mtim.tv_sec))
                switch status.type {
                case .regular: entry.size = Int(status.size)
                case .symbolicLink: entry.kind = .symbolicLink(target: try Directory.linkTarget(of: file))
                default:
                    throw TarballError(
                        .specialFile, operation: "write", directory, entry: path.bytes,
                        "is a device or another special file")
                }
                try changes.adjust(path, &entry)
                onEntry(entry)
                if case .file = entry.kind {
                    try writer.add(entry, contentsOf: file)
                } else {
                    try writer.add(entry)
                }
            }
            return .skip
        }
        return try writer.finish()
    }

    private enum Descent { case enter, enterLeftOut, skip }

    /// Passes on what a directory contains, in the order of the names; `body` says what to do with directories.
    private static func forEachFile(
        in directory: FilePath, below parent: [UInt8], isLeftOut: Bool,
        _ body: (EntryPath, FilePath, Stat, _ isLeftOut: Bool) throws -> Descent
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
            switch try body(entryPath, file, status, isLeftOut) {
            case .skip: continue
            case let descent:
                try forEachFile(
                    in: file, below: entryName + [UInt8(ascii: "/")], isLeftOut: descent == .enterLeftOut, body)
            }
        }
    }

    /// Passes on the files, folders and links of a directory.
    fileprivate static func forEachEntry(in directory: String, _ body: (LinkMending.Entry) -> Void) throws {
        try forEachFile(in: FilePath(directory), below: [], isLeftOut: false) { path, file, status, _ in
            switch status.type {
            case .directory: body((path, .directory, 0))
            case .regular: body((path, .file, Int(status.size)))
            case .symbolicLink: body((path, .symbolicLink(target: try Directory.linkTarget(of: file)), 0))
            default: break
            }
            return status.type == .directory ? .enter : .skip
        }
    }

    private static func checked<Value>(
        _ operation: String, _ file: FilePath, _ body: () throws -> Value
    ) throws -> Value {
        do { return try body() } catch { throw FileError(operation, file.string, error as? Errno ?? .ioError) }
    }
}

extension LinkMending {
    /// How a release in a directory is packed.
    public init(directory: String, limits: Limits = Limits()) throws {
        try self.init(
            { body in
                try TarballWriter.forEachEntry(in: directory, body)
                return nil
            }, limits: limits)
    }
}
