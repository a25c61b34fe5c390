public import SystemPackage

/// A failed operation on a file: what was tried, the file, and the system's reason.
///
/// Shown as `cannot open 'x.tar.gz': No such file or directory`.
public struct FileError: Error, Equatable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `read`, `write`, `create`, `rename`.
    public let operation: String
    public let path: String
    public let errno: Errno

    public init(_ operation: String, _ path: String, _ errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    public var description: String { "cannot \(operation) '\(path)': \(errno.description)" }
}
