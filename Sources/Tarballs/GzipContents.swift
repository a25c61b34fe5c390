/// An archive in one or more gzip members (RFC 1952), with every member's CRC-32 and length verified.
final class GzipContents<Engine: InflateEngine>: TarContents {
    private enum Phase { case header, deflate, end }

    private let input: InputWindow
    private let engine = Engine()
    private var phase = Phase.header
    private var crc: UInt32 = 0
    private var length: UInt32 = 0
    private var memberCount = 0
    private var headerLength = 0
    private var isPadded = false

    init(_ input: InputWindow) {
        self.input = input
    }

    var packedSize: Int { input.bytesRead }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int {
        var made = 0
        while made < buffer.count {
            switch phase {
            case .header: try readHeader()
            case .deflate: made += try inflate(UnsafeMutableRawBufferPointer(rebasing: buffer[made...]))
            case .end: return made
            }
        }
        return made
    }

    func complete(_ facts: inout TarballFacts) {
        facts.memberCount = memberCount
        facts.headerLength = headerLength
        facts.isPadded = isPadded
    }

    private func inflate(_ output: UnsafeMutableRawBufferPointer) throws(TarballError) -> Int {
        let hasInput = try input.require(1)
        let step = engine.inflate(input.bytes, into: output)
        input.take(step.used)
        if step.made > 0 {
            let part = UnsafeRawBufferPointer(rebasing: output[..<step.made])
            crc = Engine.crc32(crc, part)
            length &+= UInt32(truncatingIfNeeded: step.made)
        }
        switch step.state {
        case .damaged: throw error(.damaged, "damaged compressed data")
        case .more: if !hasInput, step.made == 0 { throw truncated }
        case .ended: try readTrailer()
        }
        return step.made
    }

    private func readHeader() throws(TarballError) {
        let start = input.offset
        try input.takeGzipHeader()
        if memberCount == 0 { headerLength = input.offset - start }
        memberCount += 1
        engine.reset()
        crc = 0
        length = 0
        phase = .deflate
    }

    private func readTrailer() throws(TarballError) {
        guard try input.require(8) else { throw truncated }
        let expectedCRC = UInt32(littleEndian: input.bytes.loadUnaligned(as: UInt32.self))
        let expectedLength = UInt32(littleEndian: input.bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        guard expectedCRC == crc else { throw error(.wrongChecksum, "wrong checksum of the compressed data") }
        guard expectedLength == length else { throw error(.wrongLength, "wrong length of the compressed data") }
        input.take(8)
        phase = try input.require(1) && input.bytes[0] != 0 ? .header : .end
        if phase == .header {
            guard try input.require(2), input.bytes[0] == 0x1F, input.bytes[1] == 0x8B else { throw trailing }
        } else {
            while try input.require(1) {
                isPadded = true
                guard input.bytes.allSatisfy({ $0 == 0 }) else { throw trailing }
                input.take(input.bytes.count)
            }
        }
    }

    private var truncated: TarballError { error(.truncated, "unexpected end of file") }
    private var trailing: TarballError { error(.trailingData, "garbage after the compressed data") }

    private func error(_ code: TarballError.Code, _ reason: String) -> TarballError {
        input.error(code, reason)
    }
}
