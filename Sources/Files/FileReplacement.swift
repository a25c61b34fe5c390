internal import LibC
package import SystemPackage

/// A file that is written beside its target and gets the target's name when it is complete.
///
/// Without `commit()` the begun file is removed and the target is as it was.
package final class FileReplacement {
    /// Where to write.
    package let descriptor: FileDescriptor
    private let target: String
    private let permissions: FilePermissions
    private let temporary: Temporary

    /// The process's file mode creation mask. It can only be read by setting it, so this happens once.
    package static let creationMask: UInt32 = {
        let mask = umask(0)
        umask(mask)
        return mask
    }()

    /// Begins a file beside `target`, which must not be a device or a pipe, such as `/dev/null`.
    package init(_ target: String, permissions: FilePermissions) throws(FileError) {
        var status = stat()
        if stat(target, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            throw FileError("replace", target, .notSupported)
        }
        temporary = try Temporary(beside: target, .file)
        descriptor = FileDescriptor(rawValue: temporary.descriptor)
        self.target = target
        self.permissions = permissions
    }

    /// Gives the file its name. From then on readers of the target see what was written.
    ///
    /// An existing target is an error unless it may be overwritten.
    package func commit(overwriting: Bool = true) throws(FileError) {
        fchmod(descriptor.rawValue, permissions.rawValue & ~Self.creationMask)
        // Some file systems report a full disk only when a file is closed; the descriptor itself holds the lock.
        let status =
            close(dup(descriptor.rawValue)) != 0
            ? -1
            : temporary.finish {
                if overwriting { return rename(temporary.path, target) }
                let status = link(temporary.path, target)
                if status == 0 { unlink(temporary.path) }
                return status
            }
        guard status == 0 else { throw FileError("write", target, Errno(rawValue: errno)) }
    }
}
