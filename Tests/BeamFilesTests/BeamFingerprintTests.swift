import BeamFiles
import ErlangTerms
import TestSupport
import Testing

@Suite struct BeamFingerprintTests {
    static func fingerprint(_ path: String) throws -> BeamFingerprint {
        try BeamFingerprint(BeamReader.read(path: Fixture.path("modules/\(path)")))
    }

    @Test(arguments: ModuleFactsTests.modules) func isTheSameOfStrippedBeams(module: String) throws {
        let full = try Self.fingerprint("full/\(module)")
        for folder in ["mix", "stripped"] {
            let stripped = try Self.fingerprint("\(folder)/\(module)")
            #expect(!stripped.isChanged(from: full) && !full.isChanged(from: stripped), "\(folder)")
        }
    }

    @Test func differsBetweenModules() throws {
        let fingerprints = try ModuleFactsTests.modules.map { try Self.fingerprint("mix/\($0)") }
        for (index, fingerprint) in fingerprints.enumerated() {
            for other in fingerprints[..<index] { #expect(fingerprint.isChanged(from: other)) }
        }
    }

    /// A changed module differs in its code's digest or in an attribute that counts; both are in the vectors. Differs from
    /// OTP 25: a chunk that is not known counts as well.
    @Test(arguments: BeamVector.all) func changesWithCodeOrAttributes(vector: BeamVector) throws {
        let comparison = BeamComparison(vector.beams[0].bytes, vector.beams[1].bytes, names: ("a.beam", "b.beam"))
        guard case .list = vector.beams[1].facts["md5"], case .list = vector.beams[1].facts["attributes"] else {
            return
        }
        func attributes(_ beam: BeamVector.Beam) -> Set<ErlangTerm> {
            Set(beam.facts["attributes"]?.list?.filter { $0.tuple?[0] != .atom("vsn") } ?? [])
        }
        let isChanged =
            vector.beams[0].facts["md5"] != vector.beams[1].facts["md5"]
            || attributes(vector.beams[0]) != attributes(vector.beams[1]) || vector.name == "chunk_added_end"
        #expect(comparison.isChanged == isChanged)
    }

    /// Only chunks that are known to run nothing are passed over.
    @Test(
        arguments: [
            ("Recs", true), ("DbgB", true), ("Xtra", true), ("Docs", false), ("ExCk", false), ("Abst", false),
            ("LocT", false), ("Type", false),
        ]) func countsUnknownChunksAsCode(id: String, isChanged: Bool) throws
    {
        let beam = try Fixture.bytes("modules/mix/demo_lamp.beam")
        let more = beam + SyntheticBeam.chunk(id, [1, 2, 3])
        let comparison = BeamComparison(beam, more, names: ("a.beam", "b.beam"))
        #expect(comparison.isChanged == isChanged)
        #expect((comparison.md5[0] != comparison.md5[1]) == ["Recs", "DbgB"].contains(id))
    }
}
