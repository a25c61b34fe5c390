import ErlangTerms
import Files
import TestSupport
import Testing

/// What the real `systools:make_relup/4` made of releases that were written by hand or at random.
@Suite struct SystoolsVectorTests {
    static let cases = ((try? Directory.names(in: Fixture.path("systools"))) ?? []).map {
        SystoolsCase(directory: Fixture.path("systools/\($0)"))
    }

    @Test func fixturesAreThere() {
        #expect(Self.cases.count > 200)
    }

    @Test(arguments: cases)
    func makesTheSame(example: SystoolsCase) throws {
        let expected = try example.expectedResult()
        let run = try example.run("--erlang-errors")
        guard expected.tagged("ok", count: 2) != nil else {
            #expect(run.status == 2)
            #expect(run.text == "")
            let told = try TermTextReader.term(fromText: run.errorText, name: "standard error")
            #expect(SystoolsCase.untraced(told) == SystoolsCase.untraced(expected))
            #expect(run.errorText.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
            return
        }
        #expect(run.status == 0)
        #expect(run.text == (try example.expectedRelup()))
        #expect(run.errorText == "")
    }

    @Test(arguments: cases)
    func warnsInTheSameWords(example: SystoolsCase) throws {
        guard try example.expectedResult().tagged("ok", count: 2) != nil else { return }
        let expected = (try? WholeFile.read("\(example.directory)/expected.warnings")) ?? []
        let warnings = try example.run().errorText.replacing("relup-make: ", with: "")
        #expect(warnings == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: cases)
    func tellsErrorsInOneSentence(example: SystoolsCase) throws {
        guard try example.expectedResult().tagged("ok", count: 2) == nil else { return }
        let run = try example.run()
        #expect(run.status == 2)
        #expect(run.errorText.hasPrefix("relup-make: "))
        #expect(run.errorText.split(separator: "\n").count == 1)
    }
}
