public import ErlangTerms

/// A compiled module: its chunks in the order of the file, with their data not yet decoded.
///
/// `FOR1 Size:32 BEAM (Id:4/binary Size:32 Data Padding)*`, everything big-endian, data padded to four bytes.
public struct BeamFile: Hashable, Sendable {
    /// What errors call the file.
    public let file: String
    public let module: Atom
    public let chunks: [Chunk]
    /// The error if the last chunk is cut off. That chunk is not in `chunks`.
    let damage: BeamError?
    /// The uncompressed file.
    let bytes: [UInt8]

    /// A chunk's name, and the range of its data.
    public struct Chunk: Hashable, Sendable {
        public let id: ChunkID
        /// Into the uncompressed file, in bytes.
        let data: Range<Int>

        /// In bytes, without padding.
        public var size: Int { data.count }
    }

    /// The data of the first chunk with this name.
    public subscript(id: ChunkID) -> ArraySlice<UInt8>? {
        chunks.first { $0.id == id }.map { bytes[$0.data] }
    }

    /// The data of one of this file's chunks.
    public subscript(chunk: Chunk) -> ArraySlice<UInt8> {
        bytes[chunk.data]
    }

    /// The data of a chunk; an error if it is missing.
    func data(_ id: ChunkID) throws(BeamError) -> ArraySlice<UInt8> {
        guard let data = self[id] else { throw BeamError(.missingChunk(id), file: file) }
        return data
    }
}
