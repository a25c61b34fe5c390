import BeamFiles
import Testing

@Suite struct ChecksumTests {
    static func checksum(_ pieces: [UInt8]...) -> Checksum {
        var sum = Checksum()
        for piece in pieces { piece.withUnsafeBytes { sum.update($0) } }
        return sum
    }

    @Test func isTheSameInPieces() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(Self.checksum(Array(bytes[..<300]), [], Array(bytes[300...])) == Self.checksum(bytes))
    }

    @Test func differsWithEachBit() {
        let bytes = [UInt8](repeating: 0, count: 64)
        var sums: Set<Checksum> = [Self.checksum(bytes)]
        for bit in 0..<512 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            sums.insert(Self.checksum(changed))
        }
        #expect(sums.count == 513)
    }
}
