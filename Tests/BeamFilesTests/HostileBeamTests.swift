import BeamFiles
import Files
import TestSupport
import Testing

/// Beams that no compiler made: each is read or refused, and nothing traps.
@Suite struct HostileBeamTests {
    static let beams: [[UInt8]] =
        ModuleFactsTests.modules.compactMap { try? Fixture.bytes("modules/full/\($0)") }
        + BeamVector.all.prefix(4).map(\.beams[0].bytes)

    static func readAll(_ bytes: [UInt8]) {
        guard let beam = try? BeamReader.read(bytes, file: "hostile.beam") else { return }
        _ = try? BeamFingerprint(beam)
        _ = try? BeamAttributes(beam)
        guard let facts = try? ModuleFacts(beam) else { return }
        _ = try? ModuleFacts(term: facts.term, at: "x")
    }

    @Test(arguments: beams.indices) func truncated(index: Int) {
        let beam = Self.beams[index]
        for length in stride(from: 0, to: beam.count, by: 13) { Self.readAll(Array(beam.prefix(length))) }
    }

    @Test(arguments: beams.indices, [1, 2, 3] as [UInt64]) func flipped(index: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<80 {
            var beam = Self.beams[index]
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                beam[Int.random(in: 12..<beam.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            Self.readAll(beam)
        }
    }

    @Test(arguments: beams.indices) func hugeNumbers(index: Int) {
        for position in stride(from: 12, to: Self.beams[index].count - 4, by: 11) {
            var beam = Self.beams[index]
            for offset in 0..<4 { beam[position + offset] = 0xFF }
            Self.readAll(beam)
        }
    }

    /// Bodies of an `init/1` that no compiler makes.
    @Test(
        arguments: [
            // {T, T} of the tuple before, a thousand times: a term of 2^1000 nodes.
            ("doubling term", Array(Array(repeating: [164, 0x03, 0x17, 0x20, 0x03, 0x03], count: 1_000).joined())),
            // {T} of the tuple before.
            ("deep term", Array(Array(repeating: [164, 0x03, 0x17, 0x10, 0x03], count: 9_000).joined())),
            ("call of itself", [4, 0x10, 0x25]),
            ("jump to itself", [61, 0x25]),
            ("call with arity -1", [4, 0x18, 0xFF, 0xFF, 0x25]),
            ("trim of -1", [136, 0x18, 0xFF, 0xFF, 0x00]),
            ("trim of the least integer", [136, 0xD8, 0x80, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("element -1", [66, 0x03, 0x18, 0xFF, 0xFF, 0x03]),
            ("literal that is not there", [64, 0x47, 0xF0, 0x03]),
            ("atom that is not there", [64, 0xF2, 0x03]),
            ("import that is not there", [78, 0x10, 0xF0]),
            ("list without end", [164, 0x03, 0x17, 0x18, 0x7F, 0xFF]),
            ("unknown instruction", [255]),
            // A test of what is not known, both ends of which are the same, a thousand times: 2^1000 ways.
            ("ways that part", Array(Array(repeating: [52, 0x15, 0x13, 52, 0x25, 0x13], count: 500).joined())),
            ("handler that begins again", [104, 0x04, 0x25]),
        ] as [(String, [UInt8])]) func hostileCode(attack: String, body: [UInt8]) throws
    {
        let beam = try BeamReader.read(SyntheticBeam.initializing(by: body), file: "hostile.beam")
        let facts = try ModuleFacts(beam)
        #expect(facts.stateShape == .unknown && facts.supervision == nil)
    }
}
