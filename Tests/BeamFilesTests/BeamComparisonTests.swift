import BeamFiles
import ErlangTerms
import Testing

@Suite struct BeamComparisonTests {
    @Test(arguments: BeamVector.all) func saysWhatBeamLibSays(vector: BeamVector) {
        let comparison = BeamComparison(vector.beams[0].bytes, vector.beams[1].bytes, names: ("a.beam", "b.beam"))
        #expect(comparison.reason.map { .tuple(.atom("error"), $0) } ?? .atom("ok") == vector.comparison)
        #expect(comparison.md5.map { $0?.hexadecimal } == vector.beams.map { $0.facts["md5"]?.string })
    }
}
