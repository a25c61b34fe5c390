import BeamFiles
import Files
import TestSupport
import Testing

/// All beams of the Erlang and Elixir that are installed.
@Suite struct BeamOracleTests {
    @Test(.enabled(if: CommandRun.find("escript") != nil, "Erlang is not installed"))
    func everyBeamHasTheDigestThatErlangGivesIt() throws {
        let directory = TemporaryDirectory()
        let oracle = try CommandRun.run(
            ["escript", "\(Fixture.package)/Tests/Oracles/beams_oracle.escript", directory.path("digests")])
        try #require(oracle.status == 0, "\(oracle.errorText)\(oracle.text)")
        let lines = String(decoding: try WholeFile.read(directory.path("digests")), as: UTF8.self).split(
            separator: "\n")
        #expect(lines.count > 500)
        for line in lines {
            let parts = line.split(separator: " ")
            let beam = try BeamReader.read(WholeFile.read(String(parts[0])), file: String(parts[0]))
            #expect(try BeamFingerprint.md5(of: beam).hexadecimal == parts[1].lowercased(), "\(parts[0])")
            let facts = try ModuleFacts(beam)
            #expect(facts.unreadable == nil, "\(parts[0]): \(facts.unreadable ?? "")")
        }
    }
}
