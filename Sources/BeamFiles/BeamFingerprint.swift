/// What decides whether a module changed: the code that runs, and what the module declares about itself.
///
/// Compile information, debug information, documentation, line numbers and types do not count, so a beam compares equal
/// to itself stripped, compressed or compiled elsewhere.
public struct BeamFingerprint: Hashable, Sendable {
    /// The digest of the code, which is `Module:module_info(md5)` once it is loaded. 16 bytes.
    public let md5: [UInt8]
    /// The data of chunk `Attr`, or nil where the beam was stripped of it.
    let attributes: [UInt8]?

    /// The fingerprint of a beam; a beam without code has none. Costs one pass over the chunks that count.
    public init(_ beam: BeamFile) throws(BeamError) {
        md5 = try Self.md5(of: beam)
        attributes = beam["Attr"].map(Array.init)
    }

    /// Whether a module of this fingerprint has to be loaded where one of the other runs.
    ///
    /// Where one of the two was stripped of its attributes, the code alone decides.
    public func isChanged(from other: BeamFingerprint) -> Bool {
        if md5 != other.md5 { return true }
        guard let attributes, let others = other.attributes else { return false }
        return attributes != others
    }

    /// The digest that identifies a module's code. As `beam_lib:md5/1`, OTP 25.2.
    public static func md5(of beam: BeamFile) throws(BeamError) -> [UInt8] {
        for id in ["Code", "ExpT", "ImpT", "StrT"] as [ChunkID] { _ = try beam.data(id) }
        var md5 = MD5()
        for id in ["Atom", "AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Meta"] as [ChunkID] {
            guard let data = beam[id] else { continue }
            if id == "FunT" {
                withoutOldUnique(data).withUnsafeBytes { md5.update($0) }
            } else {
                data.withUnsafeBytes { md5.update($0) }
            }
        }
        return md5.digest()
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

extension [UInt8] {
    /// The bytes as lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
