internal import LibC
package import SystemPackage

/// Directories: listing, making and removing them.
package enum Directory {
    /// The names in a directory without `.` and `..`, sorted by their bytes; bytes that are not UTF-8 are replaced.
    package static func names(in path: String) throws(FileError) -> [String] {
        try components(in: FilePath(path)).map(\.string)
    }

    /// The names in a directory without `.` and `..`, as any bytes, sorted by them.
    package static func components(in path: FilePath) throws(FileError) -> [FilePath.Component] {
        guard let stream = path.withPlatformString({ opendir($0) }) else {
            throw FileError("open", path.string, Errno(rawValue: errno))
        }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while let entry = readdir(stream) {
            let name = FilePath.Component(platformString: Self.name(of: entry))!
            if name.kind == .regular { names.append(name) }
        }
        return names.sorted { left, right in
            left.withPlatformString { left in right.withPlatformString { strcmp(left, $0) < 0 } }
        }
    }

    private static func name(of entry: UnsafePointer<dirent>) -> UnsafePointer<CChar> {
        UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
            .assumingMemoryBound(to: CChar.self)
    }

    /// What a symbolic link names.
    package static func linkTarget(of link: FilePath) throws(FileError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = link.withPlatformString { readlink($0, &buffer, buffer.count) }
        guard count >= 0 else { throw FileError("read", link.string, Errno(rawValue: errno)) }
        return Array(buffer[..<count])
    }

    /// Whether `path` names a directory.
    package static func exists(_ path: String) -> Bool {
        (try? FilePath(path).stat())?.type == .directory
    }

    /// Makes a directory and its missing parents.
    package static func create(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        let parent = FilePath(path).removingLastComponent()
        guard errno == ENOENT, !parent.isEmpty else { throw FileError("create", path, Errno(rawValue: errno)) }
        try create(parent.string)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw FileError("create", path, Errno(rawValue: errno))
        }
    }

    /// Removes what `path` names, with everything below it if it is a directory; follows no symbolic links.
    ///
    /// Names may be any bytes, and directories may nest as deep as they like.
    package static func remove(_ path: String) {
        guard unlink(path) != 0, errno == EISDIR || errno == EPERM else { return }
        var directory = open(path, directoryFlags)
        guard directory >= 0 else { return }
        var above: [[CChar]] = []
        while true {
            if let (name, below) = firstDirectoryAfterRemovingFiles(directory) {
                close(directory)
                directory = below
                above.append(name)
            } else {
                guard let name = above.popLast() else { break }
                let parent = openat(directory, "..", directoryFlags)
                close(directory)
                directory = parent
                guard parent >= 0, unlinkat(parent, name, AT_REMOVEDIR) == 0 else { break }
            }
        }
        if directory >= 0 { close(directory) }
        rmdir(path)
    }

    private static let directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// Unlinks what is in a directory up to the first subdirectory, which it opens.
    private static func firstDirectoryAfterRemovingFiles(_ directory: CInt) -> ([CChar], CInt)? {
        guard let stream = fdopendir(openat(directory, ".", directoryFlags)) else { return nil }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let start = name(of: entry)
            let name = Array(UnsafeBufferPointer(start: start, count: strlen(start) + 1))
            if name[0] == 0x2E, name[1] == 0 || name[1] == 0x2E && name[2] == 0 { continue }
            if unlinkat(directory, name, 0) == 0 { continue }
            let below = openat(directory, name, directoryFlags)
            if below >= 0 { return (name, below) }
        }
        return nil
    }
}
