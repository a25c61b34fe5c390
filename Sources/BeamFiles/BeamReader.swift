internal import ErlangTerms
internal import Files

/// Reads beams, gzip-compressed ones too, as `beam_lib` does (OTP 25.2).
public enum BeamReader {
    /// The longest beam that is uncompressed, in bytes; the largest known one has some 20 MB.
    public static let limit = 256 << 20

    /// The chunks of a beam. `file` is what errors call it.
    ///
    /// The size in the file's head is ignored. A chunk that is cut off is an error, unless it is the compile
    /// information, which nothing here reads.
    public static func read(_ bytes: [UInt8], file: String) throws(BeamError) -> BeamFile {
        let beam = try readDamaged(bytes, file: file)
        if let damage = beam.damage { throw damage }
        return beam
    }

    /// The chunks of a beam. If its last chunk is cut off, that becomes its `damage`.
    static func readDamaged(_ bytes: [UInt8], file: String) throws(BeamError) -> BeamFile {
        let bytes = try uncompressed(bytes, file: file)
        guard word(bytes, 0) == ChunkID("FOR1").rawValue, word(bytes, 8) == ChunkID("BEAM").rawValue else {
            throw BeamError(.notABeamFile, file: file)
        }
        var chunks: [BeamFile.Chunk] = []
        chunks.reserveCapacity(16)
        var position = 12
        var cut: BeamError?
        while position < bytes.count {
            guard let id = word(bytes, position).map(ChunkID.init), let size = word(bytes, position + 4) else {
                throw BeamError(.invalidBeamFile, file: file, offset: position)
            }
            let start = position + 8
            let left = bytes.count - start
            if Int(size) <= left {
                chunks.append(BeamFile.Chunk(id: id, data: start..<start + Int(size)))
            } else if id != "CInf" {
                cut = BeamError(.chunkTooBig(id, size: Int(size), actual: left), file: file, offset: position)
            }
            position = start + (Int(size) + 3) & ~3
        }
        guard let name = chunks.last(where: { $0.id == "AtU8" || $0.id == "Atom" }) else {
            if let cut, case .chunkTooBig("AtU8", _, _) = cut.code { throw cut }
            throw BeamError(.missingChunk("Atom"), file: file)
        }
        guard let module = BeamAtoms.first(bytes[name.data], isUTF8: name.id == "AtU8") else {
            throw BeamError(.invalidChunk(name.id), file: file, offset: name.data.lowerBound)
        }
        return BeamFile(file: file, module: module, chunks: chunks, damage: cut, bytes: bytes)
    }

    /// The chunks of the beam at a path.
    public static func read(path: String) throws -> BeamFile {
        try read(try WholeFile.read(path), file: path)
    }

    /// Whether bytes begin as a beam does, compressed or not. Compressed bytes may still be something else.
    public static func mayBeBeam(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: "FOR1".utf8) || bytes.starts(with: [0x1F, 0x8B])
    }

    private static func uncompressed(_ bytes: [UInt8], file: String) throws(BeamError) -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        switch Inflation.inflate(bytes[...], .gzip, limit: limit) {
        case .success(let bytes): return bytes
        case .failure(.invalid): throw BeamError(.notABeamFile, file: file)
        case .failure(.tooLong): throw BeamError(.tooLong(limit: limit), file: file)
        }
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        return bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }
}
