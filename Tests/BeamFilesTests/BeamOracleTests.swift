import BeamFiles
import Files
import TestSupport
import Testing

/// All beams of the Erlang and Elixir that are installed.
@Suite struct BeamOracleTests {
    @Test(.enabled(if: Oracle.isInstalled, "Erlang is not installed"))
    func everyBeamHasTheDigestThatErlangGivesIt() throws {
        let lines = try Oracle.lines("beams")
        #expect(lines.count > 500)
        for parts in lines {
            let beam = try BeamReader.read(WholeFile.read(String(parts[0])), file: String(parts[0]))
            #expect(try BeamFingerprint.md5(of: beam).hexadecimal == parts[1].lowercased(), "\(parts[0])")
            let facts = try ModuleFacts(beam)
            #expect(facts.unreadable == nil, "\(parts[0]): \(facts.unreadable ?? "")")
        }
    }
}
