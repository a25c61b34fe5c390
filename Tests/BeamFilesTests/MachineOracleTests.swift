import TestSupport
import Testing

@testable import BeamFiles

/// What the beams of the Erlang that is installed consist of. Whoever has a newer OTP than we know is told here.
@Suite(.enabled(if: Oracle.isInstalled, "Erlang is not installed")) struct MachineOracleTests {
    @Test func everyOpcodeIsKnown() throws {
        let opcodes = try Oracle.lines("machine").filter { $0[0] == "opcode" }
        #expect(opcodes.count >= 180)
        for line in opcodes {
            let opcode = try #require(UInt8(line[1]))
            #expect(Instruction.arity(opcode).map(String.init) == String(line[2]), "opcode \(opcode)")
        }
    }

    @Test func everyChunkIsKnown() throws {
        let chunks = try Oracle.lines("machine").filter { $0[0] == "chunk" }.map { String($0[1]) }
        #expect(chunks.contains("Code"))
        let known = Set(BeamFingerprint.knownChunks.map(\.description))
        #expect(chunks.filter { !known.contains($0) } == [])
    }
}
