internal import LibC
internal import SystemPackage

/// The file of a tarball whose compressed data become part of another one.
final class SpliceSource {
    let name: String
    let descriptor: CInt

    init(_ path: String) throws(TarballError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TarballError(.system, operation: "open", path, Errno(rawValue: errno).description)
        }
    }

    deinit { close(descriptor) }

    /// The length of the gzip header, if size, time and trailer say that this is the known tarball.
    func headerLength(ifStill known: TarballRewriter.KnownTarball) throws(TarballError) -> Int? {
        guard !hasChanged(since: known), known.size >= 18 else { return nil }
        var trailer: (UInt32, UInt32) = (0, 0)
        guard pread(descriptor, &trailer, 8, known.size - 8) == 8, UInt32(littleEndian: trailer.0) == known.crc32,
            UInt32(littleEndian: trailer.1) == UInt32(truncatingIfNeeded: known.contentSize)
        else { return nil }
        let start = try InputWindow(fcntl(descriptor, F_DUPFD_CLOEXEC, 0), named: name, capacity: 4096)
        try start.takeGzipHeader()
        return start.offset <= known.size - 8 ? start.offset : nil
    }

    func hasChanged(since known: TarballRewriter.KnownTarball) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG || status.st_size != known.size
            || status.st_mtim.tv_sec != known.modificationTime.seconds
            || status.st_mtim.tv_nsec != known.modificationTime.nanoseconds
    }

    var changed: TarballError {
        TarballError(.changed, name, "the file has changed since it was last read")
    }
}
