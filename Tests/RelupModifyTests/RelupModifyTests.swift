import Files
import TestSupport
import Testing

/// The command as a process: what it writes where, and its status.
struct RelupModifyTests {
    private static let relup = Fixture.path("edeliver/229/in.relup")

    @Test(arguments: ["005", "099", "107", "227", "233"])
    func strictBytesAreEdelivers(vector: String) throws {
        let commands = [
            "005": ["PhoenixModification"],
            "099": ["ResumeChannels", #"Info "\"quoted\" \\ back" 'line1"# + "\nline2'"],
            "107": ["SoftPurge", "Info Größe ''", "Sleep", "ResumeChannels"],
            "227": ["Info m m append", "Info m m append"], "233": ["DefaultModification"],
        ]
        let input = try Fixture.bytes("edeliver/\(vector)/in.relup")
        let arguments = ["\(BuiltTool.folder)/relup-modify", "--strict", "--name", "web_app"]
        let run = try CommandRun.run(
            arguments + (commands[vector] ?? []).flatMap { ["--apply", $0] }, stdin: input)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.output == (try Fixture.bytes("edeliver/\(vector)/expected.relup")))
    }

    @Test func whatWasDoneIsTold() throws {
        let run = try BuiltTool.run(
            "relup-modify", "--name", "web", "--apply", "Sleep 5", "--apply", "ReloadModules", Self.relup)
        #expect(run.status == 0)
        #expect(
            run.errorText == """
                relup-modify: instructions given by --apply
                relup-modify: Sleep: 1 instruction inserted (up from 1.0)
                relup-modify: Sleep: 1 instruction inserted (down to 1.0)

                """)
    }

    @Test func outputIsNotOverwrittenUnasked() throws {
        let folder = TemporaryDirectory()
        try WholeFile.write([1], to: folder.path("out"))
        let refused = try BuiltTool.run(
            "relup-modify", "--name", "web", "--modification", "none", "-o", folder.path("out"), Self.relup)
        #expect(refused.status == 2)
        #expect(try WholeFile.read(folder.path("out")) == [1])
        let forced = try BuiltTool.run(
            "relup-modify", "--name", "web", "--modification", "none", "--force", "-o", folder.path("out"), Self.relup)
        #expect(forced.status == 0 && forced.output == [])
        #expect(try WholeFile.read(folder.path("out")).starts(with: Array("%% coding: utf-8\n{\"2.0\",".utf8)))
    }

    @Test(arguments: [
        (["--apply", "Sloep"], "unknown instruction 'Sloep'"),
        (["--apply", "Sleep soon"], "'Sleep' takes an integer here"),
        (["--apply", "Info 'x"], "no closing ' in \"Info 'x\""),
        (
            ["--strict", "--apply", "StartSection bogus"],
            "unknown section 'bogus': one of check, suspend, upgrade, resume, finished expected"
        ),
        (["--modification", "/nowhere/file"], "cannot open '/nowhere/file': No such file or directory"),
        (["--relup-mod", "Acme"], "'Elixir.Acme' runs in the release that holds it: name its folder with --release"),
        (["--with", "exit 3"], "'exit 3' ended with status 3"),
    ])
    func errorsAreOneLineAndNothingIsWritten(arguments: [String], message: String) throws {
        let folder = TemporaryDirectory()
        let run = try CommandRun.run(
            ["\(BuiltTool.folder)/relup-modify", "--name", "web", "-o", folder.path("out"), Self.relup] + arguments)
        #expect(run.status == 2)
        #expect(run.errorText == "relup-modify: \(message)\n")
        #expect(run.output == [])
        #expect(try Directory.names(in: folder.path) == [])
    }

    @Test func optionsThatDoNotGoTogetherAreWrongUsage() throws {
        let run = try BuiltTool.run(
            "relup-modify", "--name", "web", "--skip-relup-mod", "--modification", "default", Self.relup)
        #expect(run.status == 64)
        #expect(
            run.errorText.hasPrefix(
                "relup-modify: --modification and --skip-relup-mod do not go together (see --help)\n"))
    }

    @Test func relupWithoutANameIsWrongUsage() throws {
        let run = try BuiltTool.run("relup-modify", Self.relup)
        #expect(run.status == 64)
        #expect(
            run.errorText.hasPrefix(
                "relup-modify: a relup does not name its release: give the name with --name (see --help)\n"))
    }

    @Test func variablesOfEdeliverCount() throws {
        let run = try BuiltTool.run(
            "relup-modify", "--name", "web", Self.relup, environment: ["SKIP_RELUP_MODIFICATIONS": "true"])
        #expect(run.errorText == "relup-modify: no modification: SKIP_RELUP_MODIFICATIONS is true\n")
        #expect(run.status == 0 && run.text.contains("brutal_purge"))
    }
}
