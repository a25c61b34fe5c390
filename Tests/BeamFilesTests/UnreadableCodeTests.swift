import BeamFiles
import ErlangTerms
import TestSupport
import Testing

/// Code that is not understood gives no facts, and says so.
@Suite struct UnreadableCodeTests {
    /// `{ok, {m, m}}`.
    private static let state: [UInt8] = [164, 0x03, 0x17, 0x20, 0x12, 0x12, 164, 0x03, 0x17, 0x20, 0x22, 0x03]

    private static func facts(_ body: [UInt8]) throws -> ModuleFacts {
        try ModuleFacts(BeamReader.read(SyntheticBeam.initializing(by: body), file: "m.beam"))
    }

    /// The instructions of OTP 29: `bif3` and those of native records, each with its number of operands.
    @Test(
        arguments: [
            [185, 0x05, 0x00, 0x03, 0x03, 0x03, 0x13], [186, 0x05, 0x03], [187, 0x05, 0x03, 0x12, 0x12],
            [188, 0x05, 0x03, 0x17, 0x00], [189, 0x05, 0x12, 0x03, 0x13, 0x00, 0x17, 0x00], [190, 0x05, 0x03, 0x12],
            [191, 0x05, 0x03, 0x12, 0x12, 0x13],
        ] as [[UInt8]]) func readsInstructionsOfOTP29(instruction: [UInt8]) throws
    {
        let facts = try Self.facts(instruction + Self.state)
        #expect(facts.unreadable == nil)
        #expect(facts.stateShape == .unknown)
        #expect(facts.tuples == .known([TaggedTuple("m", size: 2)]))
    }

    @Test(arguments: [192, 200, 255] as [UInt8]) func saysWhichInstructionItDoesNotKnow(opcode: UInt8) throws {
        let facts = try Self.facts(Self.state + [opcode, 0x03])
        #expect(!facts.hasFacts)
        #expect(facts.unreadable == "instruction \(opcode) at byte 20 of its code is not understood")
        #expect(facts.stateShape == .unknown && facts.tuples == .unknown && facts.structs == .unknown)
        #expect(facts.tables == .unknown && facts.environmentWrites == .unknown)
        #expect(facts.exports == [LocalFunction("init", 1)])
        #expect(try ModuleFacts(term: facts.term, at: "x") == facts)
    }

    @Test func aSupervisorThatCannotBeReadHasUnknownChildren() throws {
        var beam = try Fixture.bytes("modules/mix/demo_effects_sup.beam")
        let chunk = try #require((0..<beam.count - 4).first { Array(beam[$0..<$0 + 4]) == Array("Code".utf8) })
        beam[chunk + 28] = 255
        let facts = try ModuleFacts(BeamReader.read(beam, file: "x.beam"))
        #expect(facts.unreadable == "instruction 255 at byte 0 of its code is not understood")
        #expect(facts.supervision?.children == .unknown && facts.supervision?.strategy == .unknown)
        #expect(facts.initEffects == .unknown)
        #expect(facts.isSupervisor)
    }

    /// An emulator refuses such code by its head, whatever instructions it has.
    @Test(
        arguments: [(191, nil), (192, "it is compiled for an emulator that has instruction 192")] as [(UInt8, String?)])
    func saysThatCodeIsForANewerEmulator(newest: UInt8, unreadable: String?) throws {
        var beam = try Fixture.bytes("modules/mix/demo_effects_sup.beam")
        let chunk = try #require((0..<beam.count - 4).first { Array(beam[$0..<$0 + 4]) == Array("Code".utf8) })
        beam[chunk + 19] = newest
        let facts = try ModuleFacts(BeamReader.read(beam, file: "x.beam"))
        #expect(facts.unreadable == unreadable)
        #expect((facts.initEffects == .unknown) == (unreadable != nil))
    }

    /// What an older relup wrote tells nothing of the code.
    @Test func aDocumentThatDoesNotTellOfCode() throws {
        let text = """
            #{name => s, md5 => "\(String(repeating: "0", count: 32))", behaviours => [supervisor], exports => [{init,1}]}
            """
        let facts = try ModuleFacts(term: TermTextReader.term(fromText: text, name: "x"), at: "x")
        #expect(!facts.hasFacts && facts.initEffects == .unknown && facts.tuples == .unknown)
    }
}
