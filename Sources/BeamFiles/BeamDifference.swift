public import ErlangTerms

/// The first difference between two beams in any chunk except the compile information. As `beam_lib:cmp/2`, OTP 25.2.
public enum BeamDifference: Hashable, Sendable {
    case modulesDifferent(Atom, Atom)
    /// The data of the chunk with this name, which is at the same place in both.
    case chunksDifferent(ChunkID)
    /// The number, names or order of the chunks.
    case differentChunks

    /// The first difference between two beams, or nil if there is none.
    public static func first(_ left: BeamFile, _ right: BeamFile) -> BeamDifference? {
        guard left.module == right.module else { return .modulesDifferent(left.module, right.module) }
        let (lefts, rights) = (left.chunks.filter(counts), right.chunks.filter(counts))
        for (chunk, other) in zip(lefts, rights) {
            guard chunk.id == other.id else { return .differentChunks }
            guard left[chunk] == right[other] else { return .chunksDifferent(chunk.id) }
        }
        return lefts.count == rights.count ? nil : .differentChunks
    }

    /// The reason in the words of beam_lib: `{modules_different, M1, M2}`, `{chunks_different, Id}` or
    /// `different_chunks`.
    public var reason: ErlangTerm {
        switch self {
        case .modulesDifferent(let left, let right): .tuple(.atom("modules_different"), .atom(left), .atom(right))
        case .chunksDifferent(let id): .tuple(.atom("chunks_different"), .string(id.description))
        case .differentChunks: .atom("different_chunks")
        }
    }

    private static func counts(_ chunk: BeamFile.Chunk) -> Bool { chunk.id != "CInf" }
}
