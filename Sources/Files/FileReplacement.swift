internal import Glibc
public import SystemPackage

/// A file being written beside its target, to take the target's name when complete.
///
/// Without `commit()` the file that was begun is removed and the target is as it was.
public final class FileReplacement {
    /// Where to write.
    public let descriptor: FileDescriptor
    private let target: String
    private let temporary: String
    private var isOpen = true

    /// The process's file mode creation mask. It can only be read by setting it, so that is done once.
    public static let creationMask: UInt32 = {
        let mask = umask(0)
        umask(mask)
        return mask
    }()

    /// Begins a file beside `target`, under a name no one can foresee: `.NAME.relup-XXXXXX`.
    public init(_ target: String, permissions: FilePermissions) throws(FileError) {
        let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { target[...$0] } ?? ""
        let name = slash.map { target[target.utf8.index(after: $0)...] } ?? target[...]
        var template = Array("\(directory).\(name).relup-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError("create", target, Errno(rawValue: errno)) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        fchmod(descriptor, permissions.rawValue & ~Self.creationMask)
        self.target = target
        self.descriptor = FileDescriptor(rawValue: descriptor)
        temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// Gives the file its name. What was written before is then what readers of the target see.
    ///
    /// Unless it may be overwritten, a target that is there is an error.
    public func commit(overwriting: Bool = true) throws(FileError) {
        isOpen = false
        var reason: Errno?
        if close(descriptor.rawValue) != 0 || (overwriting ? rename(temporary, target) : link(temporary, target)) != 0 {
            reason = Errno(rawValue: errno)
        }
        if !overwriting || reason != nil { unlink(temporary) }
        if let reason { throw FileError("write", target, reason) }
    }

    deinit {
        if isOpen {
            close(descriptor.rawValue)
            unlink(temporary)
        }
    }
}
