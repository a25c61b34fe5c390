internal import ErlangTerms

/// What decides whether a module changed: the code that runs, and what the module declares about itself.
///
/// Compile information, debug information, documentation, line numbers and types do not count. So a beam equals itself
/// after it was stripped, compressed or compiled elsewhere. An unknown chunk counts as code. Checksums stand for the
/// contents: most modules are the same in two releases, and comparing would spend most of its time on digests.
public struct BeamFingerprint: Hashable, Sendable {
    /// Of the code without chunk `Meta`, which holds the language features of the compilation.
    private let code: Checksum
    /// Of the code with chunk `Meta`.
    private let codeAndMeta: Checksum
    /// Whether the beam may have lost its chunk `Meta`: `mix release` strips it together with the compile information.
    private let mayHaveLostMeta: Bool
    /// The data of chunk `Attr`, or nil if the beam was stripped of it. They are decoded only if two differ.
    private let attributes: [UInt8]?
    /// Of all chunks except the compile information, with their names and in their order.
    private let everything: Checksum

    /// The chunks in the emulator's digest of a module, in that order; `Meta` and `laterChunks` follow.
    static let codeChunks: [ChunkID] = ["Atom", "AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT"]
    /// Since OTP 29: native records, and what a debugger needs to stop in the code.
    static let laterChunks: [ChunkID] = ["Recs", "DbgB"]
    /// The chunks that do not change what runs, and those that are compared separately.
    private static let otherChunks: Set<ChunkID> = [
        "Abst", "Attr", "CInf", "Dbgi", "Docs", "ExCk", "ExDc", "ExDp", "Line", "LocT", "Meta", "Trac", "Type",
    ]

    /// All chunks that OTP 25 to 29 write.
    static var knownChunks: Set<ChunkID> { otherChunks.union(codeChunks + laterChunks) }

    /// The fingerprint of a beam; an error if it has no code. Costs one pass over the beam.
    public init(_ beam: BeamFile) throws(BeamError) {
        var code = Checksum()
        try Self.forEachCodeChunk(of: beam) { code.update($0) }
        for chunk in beam.chunks where !Self.otherChunks.contains(chunk.id) && !Self.codeChunks.contains(chunk.id) {
            Self.add(chunk, of: beam, to: &code)
        }
        self.code = code
        if let meta = beam["Meta"] { meta.withUnsafeBytes { code.update($0) } }
        codeAndMeta = code
        mayHaveLostMeta = beam["Meta"] == nil && beam["CInf"] == nil
        attributes = beam["Attr"].map(Array.init)
        everything = Self.checksum(of: beam)
    }

    /// Whether a module with this fingerprint has to be loaded on a node that runs the other one.
    ///
    /// A chunk that only one of the two was stripped of does not count.
    public func isChanged(from other: BeamFingerprint) -> Bool {
        let isSameCode =
            mayHaveLostMeta || other.mayHaveLostMeta ? code == other.code : codeAndMeta == other.codeAndMeta
        guard isSameCode else { return true }
        guard let attributes, let others = other.attributes, attributes != others else { return false }
        return BeamAttributes(attributes[...])?.significant != BeamAttributes(others[...])?.significant
    }

    /// Whether any chunk except the compile information differs, as `beam_lib:cmp/2` compares.
    public func differs(from other: BeamFingerprint) -> Bool {
        everything != other.everything
    }

    /// The digest of the code, 16 bytes: what `Module:module_info(md5)` returns once the module is loaded.
    ///
    /// As `beam_lib:md5/1`, OTP 25.2; the later chunks as OTP 29.1.
    public static func md5(of beam: BeamFile) throws(BeamError) -> [UInt8] {
        var digest = MD5()
        try forEachCodeChunk(of: beam) { digest.update($0) }
        for id in ["Meta"] + laterChunks { beam[id]?.withUnsafeBytes { digest.update($0) } }
        return digest.digest()
    }

    /// Passes all that decides whether a module changed to a closure, in a form that does not depend on who compiled it
    /// where. If the parts of two beams are the same, neither `isChanged` from the other.
    package static func forEachPart(
        of beam: BeamFile, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(BeamError) {
        func add(_ id: ChunkID, _ data: some Collection<UInt8>) {
            // One after the other: a tuple of both would have padding, which may be anything.
            withUnsafeBytes(of: id.rawValue.bigEndian, body)
            withUnsafeBytes(of: UInt64(data.count).bigEndian, body)
            Array(data).withUnsafeBytes(body)
        }
        for id in ["Code", "ExpT", "ImpT", "StrT"] as [ChunkID] { _ = try beam.data(id) }
        for id in codeChunks { if let data = beam[id] { add(id, id == "FunT" ? withoutOldUnique(data)[...] : data) } }
        if let meta = beam["Meta"] { add("Meta", meta) }
        for chunk in beam.chunks where !otherChunks.contains(chunk.id) && !codeChunks.contains(chunk.id) {
            add(chunk.id, beam[chunk])
        }
        guard let attributes = beam["Attr"] else { return }
        guard let significant = BeamAttributes(attributes)?.significant else { return add("Attr", attributes) }
        for (name, values) in significant.sorted(by: { $0.key < $1.key }) {
            add("Attr", ExternalTermWriter.bytes(of: .tuple(.atom(name), .list(values))))
        }
    }

    private static func forEachCodeChunk(
        of beam: BeamFile, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(BeamError) {
        for id in ["Code", "ExpT", "ImpT", "StrT"] as [ChunkID] { _ = try beam.data(id) }
        for id in codeChunks {
            guard let data = beam[id] else { continue }
            if id == "FunT" {
                withoutOldUnique(data).withUnsafeBytes(body)
            } else {
                data.withUnsafeBytes(body)
            }
        }
    }

    private static func checksum(of beam: BeamFile) -> Checksum {
        var sum = Checksum()
        for chunk in beam.chunks where chunk.id != "CInf" { add(chunk, of: beam, to: &sum) }
        return sum
    }

    private static func add(_ chunk: BeamFile.Chunk, of beam: BeamFile, to sum: inout Checksum) {
        withUnsafeBytes(of: (chunk.id.rawValue, UInt32(truncatingIfNeeded: chunk.size))) { sum.update($0) }
        beam[chunk].withUnsafeBytes { sum.update($0) }
    }

    /// The table of lambdas without the last word of each row, which depends on the version of the compiler.
    private static func withoutOldUnique(_ table: ArraySlice<UInt8>) -> [UInt8] {
        var table = Array(table)
        for row in stride(from: 4, through: table.count - 24, by: 24) {
            for index in row + 20..<row + 24 { table[index] = 0 }
        }
        return table
    }
}
