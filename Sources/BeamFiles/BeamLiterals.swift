internal import ErlangTerms

/// The literals of a module: `LitT`. Each term is decoded when it is asked for.
///
/// `UncompressedSize:32`, then `Count:32 (Size:32 Term)*` in zlib's format. From OTP 28 on the size may be 0, and the
/// rest is not compressed.
struct BeamLiterals {
    /// Each in the external term format.
    private let encoded: [ArraySlice<UInt8>]

    /// The longest table that is uncompressed, in bytes.
    static let limit = 64 << 20

    init(_ beam: BeamFile) throws(BeamError) {
        guard let data = beam["LitT"] else {
            encoded = []
            return
        }
        guard let table = try Self.table(data, beam), let encoded = Self.entries(table) else {
            throw BeamError(.invalidChunk("LitT"), file: beam.file)
        }
        self.encoded = encoded
    }

    /// The longest term that is decoded, in bytes. The terms in facts are shorter.
    static let termLimit = 1 << 16

    var count: Int { encoded.count }

    /// The term at an index from 0; nil if there is none or it cannot be decoded.
    subscript(index: Int) -> ErlangTerm? {
        guard encoded.indices.contains(index), encoded[index].count <= Self.termLimit else { return nil }
        return try? ExternalTermReader.term(in: encoded[index])
    }

    /// The table of a chunk `LitT` in the external term format, with its sizes; nil if the chunk is damaged.
    static func table(_ data: ArraySlice<UInt8>, _ beam: BeamFile) throws(BeamError) -> ArraySlice<UInt8>? {
        var cursor = ByteCursor(data)
        guard let size = cursor.word() else { return nil }
        let rest = data[cursor.position...]
        if size == 0 { return rest }
        switch Inflation.inflate(rest, .zlib, expected: Int(size), limit: limit) {
        case .success(let table): return table.count == size ? table[...] : nil
        case .failure(.invalid): return nil
        case .failure(.tooLong): throw BeamError(.tooLong(limit: limit), file: beam.file)
        }
    }

    private static func entries(_ table: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var cursor = ByteCursor(table)
        guard cursor.word() != nil else { return nil }
        var entries: [ArraySlice<UInt8>] = []
        while !cursor.isAtEnd {
            guard let size = cursor.word(), let entry = cursor.take(Int(size)) else { return nil }
            entries.append(entry)
        }
        return entries
    }
}
