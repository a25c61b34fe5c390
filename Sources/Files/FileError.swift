package import SystemPackage

/// A failed operation on a file: what was tried, the file, and the system's reason.
///
/// Shown as `cannot open 'x.tar.gz': No such file or directory`.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `read`, `write`, `create`, `rename`.
    package let operation: String
    package let path: String
    package let errno: Errno

    package init(_ operation: String, _ path: String, _ errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    package var description: String { "cannot \(operation) '\(path)': \(errno.description)" }
}
