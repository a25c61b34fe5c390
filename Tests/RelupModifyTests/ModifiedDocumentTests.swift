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
        let run = try BuiltTool.run("relup-diff", releases[0], releases[1])
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
        let run = try BuiltTool.run("relup-modify", document)
        #expect(run.status == 2 && run.output == [])
        #expect(
            run.errorText.hasPrefix(
                "relup-modify: the release brings a modification of its own, 'Elixir.Acme.Modification': "),
            "\(run.errorText)")
        #expect(try BuiltTool.run("relup-modify", "--modification", "default", document).status == 0)
    }

    /// A runtime whose modules have one byte of code.
    private func runtime() throws -> String {
        let path = folder.path("runtime")
        try Directory.create(path)
        let modules = [
            "relup_info", "relup_load_configuration", "relup_load_protocols", "relup_prepare_configuration",
            "relup_set_variables",
        ]
        for module in modules { try WholeFile.write([0], to: "\(path)/\(module).beam") }
        let list = modules.map { "{\($0),[],[]}" }.joined(separator: ",")
        let contents = "{relup_runtime,#{otp => 25,modules => [\(list)]}}."
        try WholeFile.write(Array(contents.utf8), to: "\(path)/relup_runtime.term")
        return path
    }

    @Test func whatReleaseHandlerLeavesOutIsInserted() throws {
        let document = try document(
            "config_providers => ['Elixir.Config.Reader'], consolidated => #{changed => ['Elixir.P']}")
        let runtime = try runtime()
        let run = try BuiltTool.run("relup-modify", document, "--runtime-dir", runtime)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.errorText.contains("runtime configuration: 2 instructions inserted (up from 1.0.0)\n"))
        #expect(run.errorText.contains("consolidated protocols: 1 instruction inserted (down to 1.0.0)\n"))
        #expect(run.errorText.contains("relup_runtime: 9 instructions inserted (up from 1.0.0)\n"))
        #expect(run.text.contains("{apply,{relup_load_protocols,run,[{\"1.1.0\",['Elixir.P']}]}}"))

        let variable = try BuiltTool.run("relup-modify", document, environment: ["RELUP_RUNTIME_DIR": runtime])
        #expect(variable == run)
        for option in ["--without-hooks", "--skip-relup-mod", "--strict"] {
            let plain = try BuiltTool.run("relup-modify", document, option)
            #expect(plain.status == 0 && !plain.text.contains("relup_load_"), "\(option): \(plain.errorText)")
        }
        let missing = try BuiltTool.run("relup-modify", document, "--runtime-dir", folder.path("none"))
        #expect(missing.status == 2 && missing.errorText.contains("run 'relup-runtime build -o "))
    }

    @Test func aReleaseWithoutEdeliverCallsOurs() throws {
        let document = try document("")
        let runtime = try runtime()
        let ours = try BuiltTool.run("relup-modify", document, "--apply", "Info up down", "--runtime-dir", runtime)
        #expect(ours.text.contains("{apply,{relup_info,run,[<<\"up\">>]}}"), "\(ours.errorText)")
        let theirs = try BuiltTool.run("relup-modify", document, "--apply", "Info up down", "--runtime", "edeliver")
        #expect(theirs.text.contains("{'Elixir.Edeliver.Relup.Instructions.Info'"), "\(theirs.errorText)")
        #expect(try BuiltTool.run("relup-modify", document, "--runtime", "other").status == 64)
        #expect(try BuiltTool.run("relup-modify", document, "--runtime", "relup_runtime", "--strict").status == 64)
    }

    @Test func modulesAreCalledAsTheyDeclare() throws {
        let document = try document("instructions => [{ping,[{arguments,{'$name','$up_version'}}]}]")
        try WholeFile.write(Array("{run, ping}.".utf8), to: folder.path("steps"))
        let run = try BuiltTool.run("relup-modify", "--modification", folder.path("steps"), document)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.contains("{apply,{ping,run,[{shop,<<\"1.1.0\">>}]}}"))
    }
}
