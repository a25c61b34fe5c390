internal import CLinux
internal import LibC
internal import SystemPackage

/// A file or directory that gets a target's name when it is complete, beside that target: `.NAME.relup-XXXXXX`.
///
/// No one can foresee its name, only its owner may use it, and it replaces nothing that is there. It is removed when it
/// is released, and when a signal ends this process. If a process was killed, the next one that makes such a temporary
/// for the same target removes what it left: a temporary is locked while its maker lives.
package final class Temporary {
    package enum Kind {
        case file, directory
    }

    package let path: String
    /// Open for writing if it is a file.
    package let descriptor: CInt
    private var isMine = true

    package init(beside target: String, _ kind: Kind) throws(FileError) {
        let place = Place(beside: target)
        place.removeAbandoned()
        var attempt = 0
        while true {
            attempt += 1
            // Another process may take it for abandoned before it is locked, and even before it is opened.
            if let (path, descriptor) = Self.make(place.template, kind) {
                if flock(descriptor, LOCK_EX) != 0 || Place.isNamed(path, descriptor) {
                    self.path = path
                    self.descriptor = descriptor
                    return
                }
                close(descriptor)
                Interruption.forget(path)
                errno = ENOENT
            }
            // A directory that was removed, so that nothing can be made in it, still exists under the name `.`.
            guard errno == ENOENT, place.exists, attempt < 100 else {
                throw FileError("create", target, Errno(rawValue: errno))
            }
        }
    }

    deinit {
        close(descriptor)
        guard isMine else { return }
        Directory.remove(path)
        Interruption.forget(path)
    }

    /// The path of a name in a directory.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    private static func make(_ template: [CChar], _ kind: Kind) -> (String, CInt)? {
        var template = template
        return Interruption.whileNotEnding { unfinished -> (String, CInt)? in
            var descriptor: CInt = -1
            switch kind {
            case .file: descriptor = mkostemp(&template, O_CLOEXEC)
            case .directory:
                guard mkdtemp(&template) != nil else { return nil }
                descriptor = open(template, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                if descriptor < 0 {
                    let reason = errno
                    rmdir(template)
                    errno = reason
                }
            }
            guard descriptor >= 0 else { return nil }
            let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            unfinished.insert(path)
            return (path, descriptor)
        }
    }

    /// Does what gives it its name; the closure returns 0 if that succeeds, otherwise it stays a temporary.
    package func finish(_ rename: () -> CInt) -> CInt {
        Interruption.whileNotEnding { unfinished in
            let status = rename()
            if status == 0 {
                unfinished.remove(path)
                isMine = false
            }
            return status
        }
    }

    /// Gives a complete directory the name of another, which gets its name in exchange if it is there.
    ///
    /// If the file system can do that, one of the two has the name at any time.
    package static func exchange(_ path: String, _ target: String) throws(FileError) {
        if renameat2(AT_FDCWD, path, AT_FDCWD, target, UInt32(RELUP_RENAME_EXCHANGE)) == 0 { return }
        let old = "\(path).old"
        if errno == EINVAL || errno == ENOSYS { _ = rename(target, old) }
        guard rename(path, target) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = rename(old, target)
            throw FileError("create", target, reason)
        }
    }
}

/// Where the temporaries of a target lie, and what they are called.
private struct Place {
    /// Empty, or with a slash at its end.
    private let directory: String
    private let prefix: [UInt8]
    private static let randomCount = 6

    init(beside target: String) {
        let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
        directory = slash.map { String(target[...$0]) } ?? ""
        let name = slash.map { target[target.utf8.index(after: $0)...] } ?? target[...]
        // The name may be as long as file names may be.
        prefix = Array(".".utf8) + name.utf8.prefix(200) + Array(".relup-".utf8)
    }

    var template: [CChar] {
        (Array(directory.utf8) + prefix + Array(repeating: UInt8(ascii: "X"), count: Self.randomCount) + [0])
            .map { CChar(truncatingIfNeeded: $0) }
    }

    /// Whether the directory exists; leaves `errno` as it is.
    var exists: Bool {
        let reason = errno
        defer { errno = reason }
        return access(directory.isEmpty ? "." : directory, F_OK) == 0
    }

    /// Removes temporaries that belong to this user and that no process holds.
    func removeAbandoned() {
        for name in (try? Directory.names(in: directory.isEmpty ? "." : directory)) ?? []
        where name.utf8.count == prefix.count + Self.randomCount && name.utf8.starts(with: prefix) {
            let path = directory + name
            let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard file >= 0 else { continue }
            var status = stat()
            if fstat(file, &status) == 0, status.st_uid == geteuid(), flock(file, LOCK_EX | LOCK_NB) == 0,
                Self.isNamed(path, file)
            {
                Directory.remove(path)
            }
            close(file)
        }
    }

    /// Whether a path names the file that a descriptor is open for.
    static func isNamed(_ path: String, _ descriptor: CInt) -> Bool {
        var (named, opened) = (stat(), stat())
        return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }
}
