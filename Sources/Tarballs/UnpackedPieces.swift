/// An unpacked archive, piece by piece.
protocol UnpackedPieces: AnyObject {
    /// The next piece, empty at the end; valid until the next call.
    func next() throws(TarballError) -> UnsafeRawBufferPointer
    /// How many bytes of the tarball had been read when the piece was made.
    var packedSize: Int { get }
    /// What unpacked it, once the end was reached.
    var unpacker: Unpacker { get }
}

/// Fills buffers with an unpacked archive; computes its CRC-32 and enforces the limits.
final class Unpacker {
    private let name: String
    private let contents: any TarContents
    private let limits: TarballLimits
    private var size = 0

    var packedSize: Int { contents.packedSize }
    private var crc: UInt32 = 0

    /// Bytes of a piece; whole blocks of the tar format.
    static let pieceSize = 256 << 10

    init(_ contents: any TarContents, of name: String, limits: TarballLimits) {
        self.contents = contents
        self.name = name
        self.limits = limits
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int {
        let count = try contents.fill(buffer)
        size += count
        crc = IsalInflater.crc32(crc, UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        if size > limits.maxSize {
            throw TarballError(.tooLarge, name, "unpacks to more than \(limits.maxSize) bytes")
        }
        if size > TarballLimits.ratioFloor, size / limits.maxRatio > contents.packedSize {
            throw TarballError(.suspiciousRatio, name, "unpacks to more than \(limits.maxRatio) times its size")
        }
        return count
    }

    /// Adds what is known after everything was unpacked.
    func complete(_ facts: inout TarballFacts) {
        facts.size = contents.packedSize
        facts.contentSize = size
        facts.crc32 = crc
        contents.complete(&facts)
    }
}

/// Pieces that are unpacked when they are asked for.
final class InlinePieces: UnpackedPieces {
    let unpacker: Unpacker
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Unpacker.pieceSize, alignment: 512)

    init(_ unpacker: Unpacker) {
        self.unpacker = unpacker
    }

    deinit { buffer.deallocate() }

    var packedSize: Int { unpacker.packedSize }

    func next() throws(TarballError) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[..<(try unpacker.fill(buffer))])
    }
}
