/// The name of a chunk: four bytes, by convention ASCII letters and digits.
public struct ChunkID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The four bytes as a big-endian number.
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The name from four latin-1 characters.
    public init(stringLiteral name: StaticString) {
        precondition(name.utf8CodeUnitCount == 4, "a chunk name has four letters")
        rawValue = name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }

    /// The four bytes as beam_lib shows them: each as a latin-1 character.
    public var description: String {
        var text = ""
        for shift in [24, 16, 8, 0] as [UInt32] {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: rawValue >> shift)))
        }
        return text
    }
}
