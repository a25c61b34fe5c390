internal import CZlib
internal import LibC
internal import SystemPackage

/// One gzip member (RFC 1952) that is being written.
///
/// Its header does not say when, where and from what it was made.
final class GzipOutput {
    private let output: TarballOutput
    private let engine: any DeflateEngine
    private var pending: [UInt8] = []
    private static let pendingCapacity = 128 << 10

    /// The number of bytes of its contents, unpacked.
    private(set) var contentSize = 0
    private(set) var crc32: UInt32 = 0

    init(_ output: TarballOutput, _ compression: TarballCompression) throws(TarballError) {
        self.output = output
        engine =
            switch compression.engine {
            case .isal: IsalDeflater(level: compression.level)
            case .zlib: ZlibDeflater(level: compression.level)
            }
        pending.reserveCapacity(Self.pendingCapacity)
        let unix: UInt8 = 3
        try write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, unix])
    }

    /// Adds bytes to its contents.
    func append(_ bytes: UnsafeRawBufferPointer) throws(TarballError) {
        crc32 = IsalInflater.crc32(crc32, bytes)
        contentSize += bytes.count
        if pending.count + bytes.count >= Self.pendingCapacity { try deflatePending(.none) }
        if bytes.count >= Self.pendingCapacity {
            try engine.deflate(bytes, .none, output.write)
        } else {
            pending.append(contentsOf: bytes)
        }
    }

    /// Ends the deflate stream with the rest of another one, which has these contents.
    func splice(
        from source: CInt, _ range: Range<Int>, contentSize: Int, crc32: UInt32, of name: String
    ) throws(TarballError) {
        try deflatePending(.sync)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let got = pread(source, buffer.baseAddress, min(buffer.count, range.upperBound - offset), offset)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw TarballError(.system, name, Errno(rawValue: errno).description) }
            guard got > 0 else { throw TarballError(.truncated, name, "unexpected end of file at byte \(offset)") }
            try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            offset += got
        }
        self.crc32 = UInt32(crc32_combine(UInt(self.crc32), UInt(crc32), contentSize))
        self.contentSize += contentSize
    }

    /// Ends the deflate stream.
    func finish() throws(TarballError) {
        try deflatePending(.finish)
    }

    /// Writes the member's trailer and gives the file its name.
    func commit() throws(TarballError) {
        var trailer: [UInt8] = []
        for number in [crc32, UInt32(truncatingIfNeeded: contentSize)] {
            withUnsafeBytes(of: number.littleEndian) { trailer.append(contentsOf: $0) }
        }
        try write(trailer)
        try output.commit()
    }

    private func deflatePending(_ flush: DeflateFlush) throws(TarballError) {
        let bytes = pending
        var result = Result<Void, TarballError>.success(())
        bytes.withUnsafeBytes { bytes in
            result = Result { () throws(TarballError) in try engine.deflate(bytes, flush, output.write) }
        }
        try result.get()
        pending.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws(TarballError) {
        var result = Result<Void, TarballError>.success(())
        bytes.withUnsafeBytes { bytes in result = Result { () throws(TarballError) in try output.write(bytes) } }
        try result.get()
    }
}
