import ErlangTerms
import TestSupport
import Testing

/// What is written is read as the same term. A failure names its seed.
struct TermRoundTripTests {
    @Test(arguments: UInt64(1)...300)
    func textAndExternalFormat(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let term = RandomTerm.any(&random)
        for style in TermTextPrinter.Style.allCases {
            let text = TermTextPrinter.text(of: term, style: style)
            #expect(try TermTextReader.term(fromText: text, name: "\(style)") == term, "seed \(seed)")
        }
        #expect(
            try TermTextReader.soleTerm(in: TermTextPrinter.consultableFile(term), file: "") == term, "seed \(seed)")
        #expect(try ExternalTermReader.term(in: ExternalTermWriter.bytes(of: term)) == term, "seed \(seed)")
    }

    /// No damage to bytes makes a reader trap: it reads another term or throws.
    @Test(arguments: UInt64(1)...100)
    func damagedInputIsReadOrRefused(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let term = RandomTerm.any(&random, depth: 3)
        var text = TermTextPrinter.consultableFile(term)
        var bytes = ExternalTermWriter.bytes(of: term)
        for _ in 0..<20 {
            text[random.below(text.count)] = UInt8(random.below(256))
            bytes[1 + random.below(bytes.count - 1)] = UInt8(random.below(256))
            do throws(TermTextError) {
                let terms = try TermTextReader.terms(in: text, file: "damaged")
                let printed = TermTextPrinter.text(of: .list(terms), style: .prettyUnicode)
                #expect(try TermTextReader.term(fromText: printed, name: "printed") == .list(terms), "seed \(seed)")
            } catch {
                #expect(error.place.line >= 1 && error.place.column >= 1)
            }
            do throws(ExternalTermError) {
                let read = try ExternalTermReader.term(in: bytes)
                #expect(try ExternalTermReader.term(in: ExternalTermWriter.bytes(of: read)) == read, "seed \(seed)")
            } catch {
                #expect(error.offset >= 0 && error.offset <= bytes.count)
            }
        }
    }
}
