internal import CIsal
internal import CZlib

/// One of the libraries that inflate: raw deflate streams, and the CRC-32 that goes with them in gzip.
protocol InflateEngine: AnyObject {
    init()
    /// Begins a new stream.
    func reset()
    /// Inflates until the input is used up, the output is full, or the stream ends.
    ///
    /// At the end `used` is what belongs to the stream; it can be negative, down to `-InputWindow.slack`, if bytes that
    /// were taken earlier do not belong to it.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep
    static func crc32(_ seed: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32
}

struct InflateStep {
    enum State { case more, ended, damaged }
    var used: Int
    var made: Int
    var state: State
}

/// Inflates with ISA-L, more than twice as fast as zlib.
final class IsalInflater: InflateEngine {
    /// Not a typed pointer, as in `IsalDeflater`.
    private let rawState = UnsafeMutableRawPointer.allocate(
        byteCount: MemoryLayout<inflate_state>.size, alignment: MemoryLayout<inflate_state>.alignment)
    private var state: UnsafeMutablePointer<inflate_state> { rawState.assumingMemoryBound(to: inflate_state.self) }

    init() { reset() }

    deinit { rawState.deallocate() }

    func reset() {
        isal_inflate_init(state)
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        lend(input, &state.pointee.next_in, &state.pointee.avail_in)
        lend(output, &state.pointee.next_out, &state.pointee.avail_out)
        let status = isal_inflate(state)
        var step = InflateStep(
            used: input.count - Int(state.pointee.avail_in), made: output.count - Int(state.pointee.avail_out),
            state: status == ISAL_DECOMP_OK ? .more : .damaged)
        if step.state == .more, state.pointee.block_state == ISAL_BLOCK_FINISH {
            step.state = .ended
            // Whole bytes that ISA-L took into its bit buffer come after the stream.
            step.used -= Int(state.pointee.read_in_length) / 8
        }
        return step
    }

    static func crc32(_ seed: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        crc32_gzip_refl(seed, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }
}

/// Inflates with zlib.
final class ZlibInflater: InflateEngine {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() {
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "out of memory")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func reset() {
        inflateReset(stream)
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        lend(input, &stream.pointee.next_in, &stream.pointee.avail_in)
        lend(output, &stream.pointee.next_out, &stream.pointee.avail_out)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return InflateStep(
            used: input.count - Int(stream.pointee.avail_in), made: output.count - Int(stream.pointee.avail_out),
            state: status == Z_STREAM_END ? .ended : status == Z_OK || status == Z_BUF_ERROR ? .more : .damaged)
    }

    static func crc32(_ seed: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(CZlib.crc32_z(UInt(seed), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
