internal import LibC
internal import SystemPackage

/// A part of a file that moves forward as it is read.
final class InputWindow {
    let name: String
    /// Bytes read from the file so far.
    private(set) var bytesRead = 0
    private let descriptor: CInt
    private let storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    /// Bytes kept before the window, so that an inflater that read too far can step back.
    static let slack = 8

    /// Opens a file, or standard input if `path` is `-`.
    convenience init(_ path: String) throws(TarballError) {
        let name = path == "-" ? "standard input" : path
        try self.init(path == "-" ? fcntl(0, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC), named: name)
    }

    /// Reads from a descriptor, and closes it at the end.
    init(_ descriptor: CInt, named name: String, capacity: Int = 256 << 10) throws(TarballError) {
        guard descriptor >= 0 else {
            throw TarballError(.system, operation: "open", name, Errno(rawValue: errno).description)
        }
        self.name = name
        self.descriptor = descriptor
        storage = .allocate(byteCount: Self.slack + capacity, alignment: 16)
    }

    deinit {
        close(descriptor)
        storage.deallocate()
    }

    /// When the file last changed, if it is one.
    var modificationTime: FileTime? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileTime(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    /// How many bytes it has, if it is a file.
    var fileSize: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The bytes not yet taken; valid until `require` is called.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[start..<end])
    }

    /// How many bytes of the file come before the window.
    var offset: Int { bytesRead - (end - start) }

    /// Reads on until the window has `count` bytes; returns false if it then has only all that is left.
    func require(_ count: Int) throws(TarballError) -> Bool {
        while end - start < count, !isAtEnd {
            let kept = min(start, Self.slack)
            if start > kept {
                let base = storage.baseAddress!
                memmove(base, base + (start - kept), kept + end - start)
                end -= start - kept
                start = kept
            }
            let got = read(descriptor, storage.baseAddress! + end, storage.count - end)
            if got < 0 {
                if errno == EINTR { continue }
                throw TarballError(.system, name, Errno(rawValue: errno).description)
            }
            isAtEnd = got == 0
            end += got
            bytesRead += got
        }
        return end - start >= count
    }

    /// Takes bytes off the window; a negative count, down to `-slack`, puts bytes back.
    func take(_ count: Int) {
        start += count
    }

    /// Takes one byte.
    func takeByte() throws(TarballError) -> UInt8? {
        guard try require(1) else { return nil }
        start += 1
        return storage[start - 1]
    }
}
