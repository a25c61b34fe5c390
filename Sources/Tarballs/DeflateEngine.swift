internal import CIsal
internal import CZlib

/// One of the libraries that deflate, making one raw deflate stream.
protocol DeflateEngine: AnyObject {
    /// Deflates bytes and passes the output to `write` in pieces.
    func deflate(
        _ input: UnsafeRawBufferPointer, _ flush: DeflateFlush,
        _ write: (UnsafeRawBufferPointer) throws(TarballError) -> Void
    ) throws(TarballError)
}

enum DeflateFlush {
    case none
    /// Ends at a whole byte, so that another stream can continue this one.
    case sync
    case finish
}

final class IsalDeflater: DeflateEngine {
    /// Not a typed pointer: for a property of that type the compiler writes 400 kB of code, which nothing calls.
    private let rawStream = UnsafeMutableRawPointer.allocate(
        byteCount: MemoryLayout<isal_zstream>.size, alignment: MemoryLayout<isal_zstream>.alignment)
    private var stream: UnsafeMutablePointer<isal_zstream> { rawStream.assumingMemoryBound(to: isal_zstream.self) }
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    /// ISA-L's memory: what level 3 needs, which is the most, and space for blocks of 8192 symbols.
    ///
    /// With level 3's default, of ten times that, releases come out 2 % larger; with half of it packing takes longer.
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 86_016 + 4 * 8192, alignment: 16)

    init(level: Int) {
        isal_deflate_init(stream)
        stream.pointee.level = UInt32(level)
        stream.pointee.level_buf = memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
        stream.pointee.level_buf_size = UInt32(memory.count)
    }

    deinit {
        rawStream.deallocate()
        output.deallocate()
        memory.deallocate()
    }

    func deflate(
        _ input: UnsafeRawBufferPointer, _ flush: DeflateFlush,
        _ write: (UnsafeRawBufferPointer) throws(TarballError) -> Void
    ) throws(TarballError) {
        lend(input, &stream.pointee.next_in, &stream.pointee.avail_in)
        stream.pointee.flush = UInt16(flush == .sync ? SYNC_FLUSH : NO_FLUSH)
        stream.pointee.end_of_stream = flush == .finish ? 1 : 0
        repeat {
            lend(output, &stream.pointee.next_out, &stream.pointee.avail_out)
            let status = isal_deflate(stream)
            precondition(status == COMP_OK, "isal_deflate was called incorrectly")
            try write(UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
        } while stream.pointee.avail_out == 0 || stream.pointee.avail_in > 0
    }
}

final class ZlibDeflater: DeflateEngine {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)

    init(level: Int) {
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, CInt(level), Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "out of memory")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    func deflate(
        _ input: UnsafeRawBufferPointer, _ flush: DeflateFlush,
        _ write: (UnsafeRawBufferPointer) throws(TarballError) -> Void
    ) throws(TarballError) {
        lend(input, &stream.pointee.next_in, &stream.pointee.avail_in)
        let mode =
            switch flush {
            case .none: Z_NO_FLUSH
            case .sync: Z_SYNC_FLUSH
            case .finish: Z_FINISH
            }
        repeat {
            lend(output, &stream.pointee.next_out, &stream.pointee.avail_out)
            _ = CZlib.deflate(stream, mode)
            try write(UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
        } while stream.pointee.avail_out == 0
    }
}
