internal import LibC
package import SystemPackage

/// Files that are small enough to be in memory as a whole, read and replaced as one.
package enum WholeFile {
    /// The bytes of a file, or of standard input if `path` is `-`.
    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        path == "-" ? try read(.standardInput, named: "standard input") : try read(FilePath(path))
    }

    /// The bytes of a file whose name may be any bytes.
    package static func read(_ path: FilePath) throws(FileError) -> [UInt8] {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch {
            throw FileError("open", path.string, error as? Errno ?? .ioError)
        }
        defer { try? descriptor.close() }
        return try read(descriptor, named: path.string)
    }

    /// The first bytes of a file; all of them if it has no more than `count`.
    package static func prefix(of path: String, count: Int) throws(FileError) -> [UInt8] {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            defer { try? descriptor.close() }
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch {
            throw FileError("read", path, error as? Errno ?? .ioError)
        }
    }

    /// All that is left to read from a descriptor; errors call it `name`.
    package static func read(_ descriptor: FileDescriptor, named name: String) throws(FileError) -> [UInt8] {
        let size = (try? descriptor.stat())?.size ?? 0
        // Both ends of a pipe take fewer turns if it holds as much as anybody may ask for.
        if size == 0 { _ = fcntl(descriptor.rawValue, setPipeSize, 1 << 20) }
        var bytes: [UInt8] = []
        // One more than a file has, to see its end: a small file must not keep the space of a large one.
        var capacity = size > 0 ? Int(size) + 1 : 65_536
        var isAtEnd = false
        do {
            while !isAtEnd {
                let start = bytes
                bytes = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                    count = buffer.initialize(fromContentsOf: start)
                    while count < capacity, !isAtEnd {
                        let rest = UnsafeMutableRawBufferPointer(
                            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                        let more = try descriptor.read(into: rest)
                        count += more
                        isAtEnd = more == 0
                    }
                }
                capacity *= 2
            }
            return bytes
        } catch {
            throw FileError("read", name, error as? Errno ?? .ioError)
        }
    }

    /// `F_SETPIPE_SZ` of Linux.
    private static let setPipeSize: CInt = 1031

    /// Replaces a file in one step: the bytes are written to a file beside it, which is then renamed over it.
    ///
    /// If this fails, the old file is as it was and nothing else is left. An existing file is such a failure unless it
    /// may be overwritten. `-` writes to standard output.
    package static func write(
        _ bytes: [UInt8], to path: String,
        permissions: FilePermissions = [
            .ownerReadWrite, .groupRead, .otherRead,
        ], overwriting: Bool = true
    ) throws(FileError) {
        try write(pieces: [bytes[...]], to: path, permissions: permissions, overwriting: overwriting)
    }

    /// The same with the bytes in pieces.
    package static func write(
        pieces: [ArraySlice<UInt8>], to path: String,
        permissions: FilePermissions = [
            .ownerReadWrite, .groupRead, .otherRead,
        ], overwriting: Bool = true
    ) throws(FileError) {
        if path == "-" {
            for piece in pieces { try write(piece, to: .standardOutput, named: "standard output") }
            return
        }
        let replacement = try FileReplacement(path, permissions: permissions)
        for piece in pieces { try write(piece, to: replacement.descriptor, named: path) }
        try replacement.commit(overwriting: overwriting)
    }

    /// Writes all bytes to a descriptor.
    package static func write(
        _ bytes: some Sequence<UInt8>, to descriptor: FileDescriptor, named name: String
    ) throws(FileError) {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            throw FileError("write", name, error as? Errno ?? .ioError)
        }
    }

    /// Passes the bytes of a file to a closure, piece by piece.
    package static func forEachPiece(of path: FilePath, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        do {
            let input = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            defer { try? input.close() }
            try forEachPiece(of: input, body)
        } catch let error as Errno {
            throw FileError("read", path.string, error)
        }
    }

    private static func forEachPiece(of input: FileDescriptor, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        while case let count = try piece.withUnsafeMutableBytes({ try input.read(into: $0) }), count > 0 {
            try piece.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
