internal import CZlib

/// What decides whether a module changed: the code that runs, and what the module declares about itself.
///
/// Compile information, debug information, documentation, line numbers and types do not count, so a beam compares equal
/// to itself stripped, compressed or compiled elsewhere.
public struct BeamFingerprint: Hashable, Sendable {
    /// The digest of the code, which is `Module:module_info(md5)` once it is loaded. 16 bytes.
    public let md5: [UInt8]
    /// The digest of the code without chunk `Meta`, the language features that it was compiled with.
    private let codeMD5: [UInt8]
    /// Whether the beam may once have had a chunk `Meta`: `mix release` strips it, and with it the compile information.
    private let mayHaveLostMeta: Bool
    /// The data of chunk `Attr`, or nil where the beam was stripped of it. They are decoded only where two differ.
    private let attributes: [UInt8]?
    /// A checksum of all chunks but the compile information, with their names and in their order.
    private let checksum: UInt

    /// The fingerprint of a beam; a beam without code has none. Costs one pass over the chunks that count.
    public init(_ beam: BeamFile) throws(BeamError) {
        for id in ["Code", "ExpT", "ImpT", "StrT"] as [ChunkID] { _ = try beam.data(id) }
        var digest = MD5()
        for id in ["Atom", "AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT"] as [ChunkID] {
            guard let data = beam[id] else { continue }
            if id == "FunT" {
                Self.withoutOldUnique(data).withUnsafeBytes { digest.update($0) }
            } else {
                data.withUnsafeBytes { digest.update($0) }
            }
        }
        codeMD5 = digest.digest()
        if let meta = beam["Meta"] {
            meta.withUnsafeBytes { digest.update($0) }
            md5 = digest.digest()
            mayHaveLostMeta = false
        } else {
            md5 = codeMD5
            mayHaveLostMeta = beam["CInf"] == nil
        }
        attributes = beam["Attr"].map(Array.init)
        checksum = Self.checksum(of: beam)
    }

    /// Whether a module of this fingerprint has to be loaded where one of the other runs.
    ///
    /// What one of the two was stripped of does not decide.
    public func isChanged(from other: BeamFingerprint) -> Bool {
        let isSameCode = mayHaveLostMeta || other.mayHaveLostMeta ? codeMD5 == other.codeMD5 : md5 == other.md5
        guard isSameCode else { return true }
        guard let attributes, let others = other.attributes, attributes != others else { return false }
        return BeamAttributes(attributes[...])?.significant != BeamAttributes(others[...])?.significant
    }

    /// Whether any chunk but the compile information differs, as `beam_lib:cmp/2` compares.
    public func differs(from other: BeamFingerprint) -> Bool {
        md5 != other.md5 || checksum != other.checksum
    }

    /// The digest that identifies a module's code. As `beam_lib:md5/1`, OTP 25.2.
    public static func md5(of beam: BeamFile) throws(BeamError) -> [UInt8] {
        try BeamFingerprint(beam).md5
    }

    private static func checksum(of beam: BeamFile) -> UInt {
        beam.chunks.reduce(0) { sum, chunk in
            guard chunk.id != "CInf" else { return sum }
            let named = withUnsafeBytes(of: (chunk.id.rawValue, UInt32(truncatingIfNeeded: chunk.size))) { head in
                crc32_z(sum, head.bindMemory(to: UInt8.self).baseAddress, head.count)
            }
            return beam[chunk].withUnsafeBufferPointer { crc32_z(named, $0.baseAddress, $0.count) }
        }
    }

    /// The table of lambdas without the last word of each row, a number that the compiler's version decides.
    private static func withoutOldUnique(_ table: ArraySlice<UInt8>) -> [UInt8] {
        var table = Array(table)
        for row in stride(from: 4, through: table.count - 24, by: 24) {
            for index in row + 20..<row + 24 { table[index] = 0 }
        }
        return table
    }
}
