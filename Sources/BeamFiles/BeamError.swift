public import ErlangTerms

/// A beam that cannot be read, or not in full.
///
/// Shown as `cannot read 'x.beam': not a beam file`, with the byte offset into the uncompressed file if that helps.
public struct BeamError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, in the words of beam_lib.
    public enum Code: Hashable, Sendable {
        case notABeamFile
        /// A chunk's header is cut off.
        case invalidBeamFile
        case missingChunk(ChunkID)
        /// A chunk claims to be longer than the rest of the file.
        case chunkTooBig(ChunkID, size: Int, actual: Int)
        /// A chunk's data do not have the right format.
        case invalidChunk(ChunkID)
        /// A compressed file or chunk exceeds the limit when uncompressed.
        case tooLong(limit: Int)
    }

    public let code: Code
    public let file: String
    /// In bytes from the start of the uncompressed file.
    public let offset: Int?

    public init(_ code: Code, file: String, offset: Int? = nil) {
        self.code = code
        self.file = file
        self.offset = offset
    }

    public var description: String {
        let reason =
            switch code {
            case .notABeamFile: "not a beam file"
            case .invalidBeamFile: "a chunk's header is cut off"
            case .missingChunk(let id): "chunk '\(id)' is missing"
            case .chunkTooBig(let id, let size, let actual): "chunk '\(id)' needs \(size) bytes, \(actual) are left"
            case .invalidChunk(let id): "chunk '\(id)' is invalid"
            case .tooLong(let limit): "longer than \(limit) bytes when uncompressed"
            }
        return "cannot read '\(file)': \(reason)" + (offset.map { " at byte \($0)" } ?? "")
    }

    /// The reason as `beam_lib` returns it for an opened file: the file is an atom.
    public var reason: ErlangTerm {
        let file = ErlangTerm.atom(file)
        return switch code {
        case .notABeamFile, .tooLong: .tuple(.atom("not_a_beam_file"), file)
        case .invalidBeamFile: .tuple(.atom("invalid_beam_file"), file, .integer(offset ?? 0))
        case .missingChunk(let id): .tuple(.atom("missing_chunk"), file, .string(id.description))
        case .chunkTooBig(let id, let size, let actual):
            .tuple(.atom("chunk_too_big"), file, .string(id.description), .integer(size), .integer(actual))
        case .invalidChunk(let id): .tuple(.atom("invalid_chunk"), file, .string(id.description))
        }
    }
}
