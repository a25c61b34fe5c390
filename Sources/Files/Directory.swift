internal import Glibc
internal import SystemPackage

/// Directories: what is in them, and making them.
public enum Directory {
    /// The names in a directory without `.` and `..`, sorted by their bytes.
    public static func names(in path: String) throws(FileError) -> [String] {
        guard let stream = opendir(path) else { throw FileError("open", path, Errno(rawValue: errno)) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether `path` names a directory.
    public static func exists(_ path: String) -> Bool {
        (try? FilePath(path).stat())?.type == .directory
    }

    /// Makes a directory and those above it that are missing.
    public static func create(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        let parent = FilePath(path).removingLastComponent()
        guard errno == ENOENT, !parent.isEmpty else { throw FileError("create", path, Errno(rawValue: errno)) }
        try create(parent.string)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError("create", path, Errno(rawValue: errno)) }
    }

    /// Removes what `path` names, with all below it where it is a directory; symbolic links are not followed.
    public static func remove(_ path: String) {
        if (try? FilePath(path).stat(followTargetSymlink: false))?.type == .directory {
            for name in (try? names(in: path)) ?? [] { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
