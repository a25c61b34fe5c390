public import ErlangTerms

/// The first difference of two beams in any chunk but the compile information. As `beam_lib:cmp/2`, OTP 25.2.
public enum BeamDifference: Hashable, Sendable {
    case modulesDifferent(Atom, Atom)
    /// Data of the chunk of that name, which stands at the same place in both.
    case chunksDifferent(ChunkID)
    /// Number, names or order of the chunks.
    case differentChunks

    /// The first difference of two beams, or nil where there is none.
    public static func first(_ left: BeamFile, _ right: BeamFile) -> BeamDifference? {
        guard left.module == right.module else { return .modulesDifferent(left.module, right.module) }
        let (lefts, rights) = (left.chunks.filter(counts), right.chunks.filter(counts))
        for (chunk, other) in zip(lefts, rights) {
            guard chunk.id == other.id else { return .differentChunks }
            guard left[chunk] == right[other] else { return .chunksDifferent(chunk.id) }
        }
        return lefts.count == rights.count ? nil : .differentChunks
    }

    /// The reason in the words of beam_lib: `{modules_different, M1, M2}`, `{chunks_different, Id}`, `different_chunks`.
    public var reason: ErlangTerm {
        switch self {
        case .modulesDifferent(let left, let right): .tuple(.atom("modules_different"), .atom(left), .atom(right))
        case .chunksDifferent(let id): .tuple(.atom("chunks_different"), .string(id.description))
        case .differentChunks: .atom("different_chunks")
        }
    }

    private static func counts(_ chunk: BeamFile.Chunk) -> Bool { chunk.id != "CInf" }
}
