internal import Files
internal import LibC
internal import SystemPackage

/// A directory that is filled with the entries of a tarball, beside the name that it will get.
///
/// Every name is resolved component by component from the directory's own descriptor, following no symbolic link, so
/// that nothing is written outside.
final class ExtractionTree {
    private let temporary: Temporary
    private let root: CInt
    /// The directory that an entry was last written into.
    private var parentPath: EntryPath?
    private var parent: CInt
    /// Directories whose times are set at the end, as far as their names fit into `timesCapacity` bytes.
    private var times: [(path: EntryPath, seconds: Int)] = []
    private var timesSize = 0
    private static let timesCapacity = 16 << 20

    init(beside target: String) throws(FileError) {
        temporary = try Temporary(beside: target, .directory)
        root = temporary.descriptor
        parent = root
    }

    deinit { leaveParent() }

    /// Gives the directory its final name, or gives that name to the directory inside it that `top` names.
    func commit(to target: String, stripping top: EntryPath?) throws(FileError) {
        for (path, seconds) in times.reversed() {
            if let directory = try? directory(path, creates: false) { setTime(seconds, of: directory) }
        }
        leaveParent()
        fchmod(root, 0o777 & ~FileReplacement.creationMask)
        let top = top.map { $0.bytes.map { CChar(truncatingIfNeeded: $0) } + [0] }
        let status = temporary.finish {
            guard let top else { return rename(temporary.path, target) }
            let status = renameat(root, top, AT_FDCWD, target)
            if status == 0 { Directory.remove(temporary.path) }
            return status
        }
        guard status == 0 else { throw FileError("create", target, Errno(rawValue: errno)) }
    }

    /// Writes one entry, with its contents from the reader that returned it.
    func write(_ entry: TarballEntry, from reader: TarballReader) throws(ExtractionFault) {
        Interruption.waitIfEnding()
        if entry.kind == .directory {
            let directory = try directory(entry.path, creates: true)
            fchmod(directory, mode_t(entry.mode & 0o777 | 0o700) & ~FileReplacement.creationMask)
            timesSize += entry.path.bytes.count
            if timesSize <= Self.timesCapacity { times.append((entry.path, entry.modificationTime)) }
            return
        }
        let directory = try directory(entry.path.parent, creates: true)
        let name = entry.path.name.map { CChar(truncatingIfNeeded: $0) } + [0]
        switch entry.kind {
        case .file: try writeFile(entry, directory, name, reader)
        case .symbolicLink(let target): try writeSymbolicLink(entry, to: target, directory, name)
        case .hardLink(let target): try writeHardLink(to: target, directory, name)
        case .directory, .special: throw .special
        }
    }

    private func writeFile(
        _ entry: TarballEntry, _ directory: CInt, _ name: [CChar], _ reader: TarballReader
    ) throws(ExtractionFault) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(directory, name, flags, mode_t(entry.mode & 0o777 | 0o400))
        guard file >= 0 else { throw ExtractionFault("created") }
        defer { close(file) }
        do {
            try reader.forEachPiece { (piece) throws(ExtractionFault) in
                var rest = piece
                while !rest.isEmpty {
                    let written = Glibc.write(file, rest.baseAddress, rest.count)
                    if written < 0, errno == EINTR { continue }
                    guard written >= 0 else { throw .system("written", Errno(rawValue: errno)) }
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                }
            }
        } catch let error as TarballError {
            throw .tarball(error)
        } catch {
            throw error as? ExtractionFault ?? .system("written", .ioError)
        }
        setTime(entry.modificationTime, of: file)
    }

    /// Makes a symbolic link. Nothing is written through it, and the directory gets its name only after the reader has
    /// found that no link leads out.
    private func writeSymbolicLink(
        _ entry: TarballEntry, to target: [UInt8], _ directory: CInt, _ name: [CChar]
    ) throws(ExtractionFault) {
        guard symlinkat(target.map { CChar(truncatingIfNeeded: $0) } + [0], directory, name) == 0 else {
            throw ExtractionFault("created")
        }
        setTime(entry.modificationTime, of: directory, name)
    }

    /// Makes a second name for a file or a link that was extracted earlier.
    private func writeHardLink(to target: [UInt8], _ directory: CInt, _ name: [CChar]) throws(ExtractionFault) {
        guard let path = try? EntryPath(target) else { throw .unsafeHardLink }
        // The descriptor of the link's own directory is given up when that of the target's is opened.
        let directory = fcntl(directory, F_DUPFD_CLOEXEC, 0)
        guard directory >= 0 else { throw ExtractionFault("created") }
        defer { close(directory) }
        let targetName = path.name.map { CChar(truncatingIfNeeded: $0) } + [0]
        var status = stat()
        guard let targetDirectory = try? self.directory(path.parent, creates: false),
            fstatat(targetDirectory, targetName, &status, AT_SYMLINK_NOFOLLOW) == 0,
            [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT)
        else { throw .missingHardLinkTarget }
        guard linkat(targetDirectory, targetName, directory, name, 0) == 0 else { throw ExtractionFault("created") }
    }

    /// A descriptor of a directory below the root, valid until the next call; makes it and its parents if they are
    /// missing.
    private func directory(_ path: EntryPath?, creates: Bool) throws(ExtractionFault) -> CInt {
        if path == parentPath { return parent }
        leaveParent()
        guard let path else { return root }
        var directory = root
        for component in path.bytes.split(separator: UInt8(ascii: "/")) {
            let name = component.map { CChar(truncatingIfNeeded: $0) } + [0]
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            var next = openat(directory, name, flags)
            if next < 0, errno == ENOENT, creates, mkdirat(directory, name, 0o777) == 0 || errno == EEXIST {
                next = openat(directory, name, flags)
            }
            let number = errno
            if directory != root { close(directory) }
            guard next >= 0 else { throw ExtractionFault("created", number) }
            directory = next
        }
        parent = directory
        parentPath = path
        return directory
    }

    private func leaveParent() {
        if parent != root { close(parent) }
        parent = root
        parentPath = nil
    }

    private func setTime(_ seconds: Int, of descriptor: CInt, _ name: [CChar]? = nil) {
        let times = [timespec(tv_sec: 0, tv_nsec: utimeOmit), timespec(tv_sec: seconds, tv_nsec: 0)]
        if let name {
            utimensat(descriptor, name, times, AT_SYMLINK_NOFOLLOW)
        } else {
            futimens(descriptor, times)
        }
    }
}

/// `UTIME_OMIT`: the time of last access stays as it is.
private let utimeOmit = (1 << 30) - 2
