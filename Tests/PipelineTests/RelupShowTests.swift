import TestSupport
import Testing

struct RelupShowTests {
    @Test(arguments: [
        ("{a,\n 'é'}. % c", [], "{a,é}\n"), ("'ж'.", [], "'ж'\n"), ("'ж'.", ["--latin1"], "'\\x{436}'\n"),
        ("a. b.", [], "[a,b]\n"), ("", [], "[]\n"),
    ])
    func printsTermsAsErlang(_ input: String, _ options: [String], _ output: String) throws {
        let run = try CommandRun.run(
            [BuiltCommand.path("relup-show"), "--erlang"] + options + ["-"], stdin: Array(input.utf8))
        #expect(run.text == output)
        #expect(run.errorText == "")
        #expect(run.status == 0)
    }

    @Test func namesTheFileAndPlaceOfWhatIsNoTerm() throws {
        let directory = TemporaryDirectory()
        let run = try CommandRun.run(
            [BuiltCommand.path("relup-show"), "--erlang", Fixture.path("terms/159/input.term")],
            directory: directory.path)
        #expect(run.text == "")
        #expect(
            run.errorText
                == "relup-show: cannot read '\(Fixture.path("terms/159/input.term"))': 2:3: syntax error before: '.'\n")
        #expect(run.status == 2)
    }

    @Test func missingFilesAreFailures() throws {
        let run = try CommandRun.run([BuiltCommand.path("relup-show"), "--erlang", "/no/such/file"])
        #expect(run.errorText == "relup-show: cannot open '/no/such/file': No such file or directory\n")
        #expect(run.status == 2)
    }

    @Test func wrongUsageHasAStatusOfItsOwn() throws {
        #expect(try CommandRun.run([BuiltCommand.path("relup-show"), "-"]).status == 64)
    }
}
