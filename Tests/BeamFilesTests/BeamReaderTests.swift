import BeamFiles
import ErlangTerms
import Testing

@Suite struct BeamReaderTests {
    @Test(arguments: BeamVector.all) func readsChunksInFileOrder(vector: BeamVector) throws {
        for beam in vector.beams {
            guard case .list(let chunks) = beam.facts["chunks"], let file = try? beam.read() else { continue }
            #expect(file.chunks.map { .tuple(.string($0.id.description), .integer($0.size)) } == chunks)
        }
    }

    @Test(arguments: BeamVector.all) func refusesWhatBeamLibCannotCompare(vector: BeamVector) throws {
        for beam in vector.beams {
            let isReadable = (try? beam.read()) != nil
            let isNamed =
                "\(vector.comparison)".contains("\"\(beam.file)\"") || "\(vector.comparison)".contains(beam.file)
            #expect(isReadable == !isNamed)
        }
    }

    @Test(
        arguments: [
            ("empty", [], BeamError(.notABeamFile, file: "x.beam")),
            ("head only", head, BeamError(.missingChunk("Atom"), file: "x.beam")),
            ("wrong form", Array("FOR1\0\0\0\0BEAN".utf8), BeamError(.notABeamFile, file: "x.beam")),
            ("chunk header cut", head + [1, 2, 3], BeamError(.invalidBeamFile, file: "x.beam", offset: 12)),
            (
                "huge atom table", head + Array("AtU8".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0],
                BeamError(.chunkTooBig("AtU8", size: 0xFFFF_FFFF, actual: 1), file: "x.beam", offset: 12)
            ),
            (
                "atom longer than table", head + Array("AtU8".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 9, 65, 0, 0],
                BeamError(.invalidChunk("AtU8"), file: "x.beam", offset: 20)
            ),
            (
                "atom not UTF-8", head + Array("AtU8".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 1, 0xFF, 0, 0],
                BeamError(.invalidChunk("AtU8"), file: "x.beam", offset: 20)
            ),
            ("gzip of nothing", [0x1F, 0x8B, 8, 0], BeamError(.notABeamFile, file: "x.beam")),
        ] as [(String, [UInt8], BeamError)]) func refusesHostileFile(attack: String, bytes: [UInt8], error: BeamError)
    {
        #expect(throws: error) { try BeamReader.read(bytes, file: "x.beam") }
    }

    @Test func saysWhatIsWrong() {
        #expect("\(BeamError(.notABeamFile, file: "a.beam"))" == "cannot read 'a.beam': not a beam file")
        #expect(
            "\(BeamError(.chunkTooBig("Dbgi", size: 486, actual: 460), file: "a.beam", offset: 900))"
                == "cannot read 'a.beam': chunk 'Dbgi' needs 486 bytes, 460 are left at byte 900")
    }

    static let head = Array("FOR1\0\0\0\0BEAM".utf8)
}
