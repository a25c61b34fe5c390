internal import Files
internal import LibC
internal import SystemPackage

/// The contents of one entry, in a file, so that they can be written more than once without being in memory.
final class EntrySpool {
    private let temporary: Temporary

    /// Makes the file beside a tarball that is being written, or, if that is `-`, in the system's temporary folder.
    init(beside target: String) throws(FileError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        temporary = try Temporary(beside: target == "-" ? "\(folder)/relup-entry" : "\(target).entry", .file)
    }

    var file: FilePath { FilePath(temporary.path) }

    /// Replaces the contents by those of the entry that the reader returned last.
    func fill(from reader: TarballReader) throws {
        guard ftruncate(temporary.descriptor, 0) == 0, lseek(temporary.descriptor, 0, SEEK_SET) == 0 else {
            throw FileError("write", temporary.path, Errno(rawValue: errno))
        }
        let output = FileDescriptor(rawValue: temporary.descriptor)
        do {
            try reader.forEachPiece { _ = try output.writeAll($0) }
        } catch let error as Errno {
            throw FileError("write", temporary.path, error)
        }
    }
}
