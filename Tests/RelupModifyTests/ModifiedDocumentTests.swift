import ErlangTerms
import Files
import TestSupport
import Testing

/// The command in the pipe, where the release has modules with a say in the relup.
struct ModifiedDocumentTests {
    private let folder = TemporaryDirectory()

    /// A document of real releases whose diff tells of more modules, and of a relup; written to a file.
    private func document(_ fields: String) throws -> String {
        let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/rebar3-\($0).tar.gz") }
        let run = try Tool.run("relup-diff", releases[0], releases[1])
        try #require(run.status == 0, "\(run.errorText)")
        let document = try TermTextReader.soleTerm(in: run.output, file: "document")
        let more = try TermTextReader.term(fromText: "#{\(fields)}", name: "fields")
        let sections = try #require(document.tuple?[2].list).map { section -> ErlangTerm in
            guard let diffs = section.tagged("diff", count: 2)?.first?.list else { return section }
            return .tuple(.atom("diff"), .list(diffs.map { merged($0, more) }))
        }
        let script = "[{\"1.0.0\",[],[point_of_no_return]}]"
        let relup = try TermTextReader.term(fromText: "{relup,{\"1.1.0\",\(script),\(script)}}", name: "relup")
        let text = TermTextPrinter.consultableFile(
            .tuple(.atom("upgrade"), document.tuple?[1] ?? .emptyList, .list(sections + [relup])))
        let path = folder.path("document")
        try WholeFile.write(text, to: path)
        return path
    }

    /// A map with the fields of two.
    private func merged(_ map: ErlangTerm, _ more: ErlangTerm) -> ErlangTerm {
        guard case .map(let map) = map, case .map(let more) = more else { return map }
        return .map(ErlangMap((map.entries + more.entries).map { ($0.key, $0.value) }))
    }

    @Test func modificationsOfTheReleaseAreNotRunUnasked() throws {
        let document = try document("modifications => ['Elixir.Acme.Modification']")
        let run = try Tool.run("relup-modify", document)
        #expect(run.status == 2 && run.output == [])
        #expect(
            run.errorText.hasPrefix(
                "relup-modify: the release brings a modification of its own, 'Elixir.Acme.Modification': "),
            "\(run.errorText)")
        #expect(try Tool.run("relup-modify", "--modification", "default", document).status == 0)
    }

    @Test func modulesAreCalledAsTheyDeclare() throws {
        let document = try document("instructions => [{ping,[{arguments,{'$name','$up_version'}}]}]")
        try WholeFile.write(Array("{run, ping}.".utf8), to: folder.path("steps"))
        let run = try Tool.run("relup-modify", "--modification", folder.path("steps"), document)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.contains("{apply,{ping,run,[{shop,<<\"1.1.0\">>}]}}"))
    }
}
