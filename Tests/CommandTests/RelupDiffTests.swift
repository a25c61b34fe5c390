import ErlangTerms
import Files
import TestSupport
import Testing

@Suite struct RelupDiffTests {
    /// What `beam_lib:cmp/2` and `md5/1` answered for each pair of beams is beside it.
    @Test(arguments: try Directory.names(in: Fixture.path("beams")))
    func comparesBeamsAsBeamLibDoes(name: String) throws {
        let folder = Fixture.path("beams/\(name)")
        let terms = try TermTextReader.terms(in: WholeFile.read("\(folder)/expected.term"), file: name)
        let expected = Dictionary(
            terms.compactMap { $0.tuple }.map { ($0[0].atom!.name, $0[1]) }, uniquingKeysWith: { first, _ in first })
        let run = try BuiltTool.run("relup-diff", "--json", "\(folder)/a.beam", "\(folder)/b.beam")
        let reason = expected["cmp"]?.tuple.map { TermTextPrinter.text(of: $0[1], style: .plain) } ?? "ok"
        let digests = ["a", "b"].map { side -> String in
            let facts = expected[side]?.list?.compactMap(\.tuple) ?? []
            return facts.first { $0[0] == .atom("md5") }?[1].string.map { "\"\($0)\"" } ?? "null"
        }
        #expect(
            run.text.hasSuffix("\"cmp\":\"\(reason)\",\"md5\":[\(digests.joined(separator: ","))]}\n"), "\(run.text)")
        let isReadable =
            ["ok", "different_chunks"].contains(reason) || reason.hasPrefix("{chunks_different,")
            || reason.hasPrefix("{modules_different,")
        #expect(run.status == (isReadable ? 0 : 2))
        #expect(run.errorText.isEmpty == isReadable)
    }

    /// The two differ in their debug information alone.
    @Test(arguments: [([], "unchanged", 0), (["--strict-chunks"], "changed", 1)] as [([String], String, Int)])
    func allChunksCountWhereThatIsAskedFor(options: [String], change: String, status: Int) throws {
        let beams = ["a", "b"].map { Fixture.path("beams/003/\($0).beam") }
        let run = try CommandRun.run([BuiltTool.path("relup-diff"), "--exit-code"] + options + beams)
        #expect(run.text == "bm: \(change) ({chunks_different,[68,98,103,105]})\n")
        #expect(run.status == status)
    }

    @Test func tellsADifferenceByItsStatus() throws {
        let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/mix-\($0).tar.gz") }
        let run = try BuiltTool.run("relup-diff", "--exit-code", "--summary", releases[0], releases[1])
        #expect(run.status == 1)
        #expect(run.text == "1.0.0 -> 1.1.0: 2 applications, modules: 3 added, 1 removed, 4 changed\n")
    }

    @Test func showsATableToPeople() throws {
        let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/mix-\($0).tar.gz") }
        let run = try BuiltTool.run("relup-diff", "--table", releases[0], releases[1])
        #expect(
            run.text == """
                1.0.0 -> 1.1.0: 2 applications, modules: 3 added, 1 removed, 4 changed
                  ~ demo 1.0.0 -> 1.1.0
                      + Demo.Milestones
                      + Demo.Ordinal
                      - Demo.Shout
                      ~ Demo.Greeting
                      ~ Demo.Supervisor
                      ~ Demo.Visits
                  ~ tally 0.3.0 -> 0.4.0
                      + Tally.Sum
                      ~ Tally.Book
                  ~ sys.config: ~{demo,greeting}

                """)
    }
}
