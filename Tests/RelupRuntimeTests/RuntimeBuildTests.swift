import ErlangTerms
import Files
import TestSupport
import Testing

@testable import RelupRuntime

@Suite(.enabled(if: CommandRun.find("erlc") != nil, "erlc is not installed"))
struct RuntimeBuildTests {
    @Test func allSourcesAreCarried() throws {
        let files = try Directory.names(in: "\(Fixture.package)/Sources/RelupRuntime/Erlang")
        #expect(RuntimeSources.all.map { "\($0.module).erl" } == files)
        for (module, text) in RuntimeSources.all {
            #expect(try WholeFile.read("\(Fixture.package)/Sources/RelupRuntime/Erlang/\(module).erl") == text)
        }
    }

    @Test func buildsTheSameEachTime() throws {
        let files = TemporaryDirectory()
        for name in ["first", "second/below"] {
            let run = try BuiltTool.run(
                "relup-runtime", "build", "-o", files.path(name),
                environment: ["ERL_COMPILER_OPTIONS": name == "first" ? "debug_info" : nil])
            #expect(run.errorText == "")
            #expect(run.status == 0)
        }
        let names = try Directory.names(in: files.path("first"))
        #expect(try Directory.names(in: files.path("second/below")) == names)
        #expect(names.count == RuntimeSources.all.count + 1)
        for name in names {
            #expect(
                try WholeFile.read(files.path("first/\(name)")) == WholeFile.read(files.path("second/below/\(name)")))
        }
    }

    /// erlc mistakes such a path for one within the folder.
    @Test func aFolderMayBeNamedLikeTheCurrentOne() throws {
        let files = TemporaryDirectory()
        try Directory.create(files.path("here"))
        let run = try BuiltTool.run(
            "relup-runtime", "build", "-o", files.path("here-too"), directory: files.path("here"))
        #expect(run.errorText == "")
        #expect(run.status == 0)
    }

    @Test func readsWhatItBuilt() throws {
        let files = TemporaryDirectory()
        try RuntimeBuild.build(into: files.path("runtime"))
        try RuntimeBuild.build(into: files.path("runtime"))
        let code = try CompiledModules(directory: files.path("runtime"))
        #expect(code.otp >= 25)
        #expect(code.needed(for: ["relup_info", "lists"]) == ["relup_info", "relup_message", "relup_process"])
        #expect(code.needed(for: ["relup_suspend_acceptors"]).contains("relup_resume_acceptors"))
        #expect(code.needed(for: ["relup_check_acceptors"]).contains("relup_ranch"))
        #expect(code.code(of: "relup_info")?.starts(with: "FOR1".utf8) == true)
        #expect(code.code(of: "lists") == nil)
        #expect(
            try TermTextReader.soleTerm(in: WholeFile.read(files.path("runtime/relup_runtime.term")), file: "term")
                == code.term)
    }

    @Test func aCompilerThatFailsLeavesNothing() throws {
        let files = TemporaryDirectory()
        let error = #expect(throws: RuntimeError.self) {
            try RuntimeBuild.build(into: files.path("runtime"), compiler: "false")
        }
        #expect(error?.code == .notCompiled)
        #expect(try Directory.names(in: files.path("runtime")).isEmpty)
    }

    @Test func aHostWithoutErlcIsTold() throws {
        let files = TemporaryDirectory()
        let error = #expect(throws: RuntimeError.self) {
            try RuntimeBuild.build(into: files.path("runtime"), compiler: "no-such-compiler")
        }
        #expect(error?.message == "cannot run 'no-such-compiler': is Erlang installed?")
    }
}
