import TestSupport
import Testing

struct RelupShowTests {
    @Test(arguments: [
        ("{a,\n 'é'}. % c", "--erlang", "{a,é}\n"), ("'ж'.", "--erlang", "'ж'\n"),
        ("'ж'.", "--erlang --latin1", "'\\x{436}'\n"), ("a. b.", "--erlang", "[a,b]\n"), ("", "--erlang", "[]\n"),
    ])
    func printsTermsAsErlang(_ input: String, _ options: String, _ output: String) throws {
        let run = try BuiltTool.shell("relup-show \(options) -", stdin: Array(input.utf8))
        #expect(run.text == output)
        #expect(run.errorText == "")
        #expect(run.status == 0)
    }

    @Test func namesTheFileAndPlaceOfWhatIsNoTerm() throws {
        let run = try BuiltTool.run(
            "relup-show", "--erlang", "fixtures/terms/159/input.term", directory: Fixture.package)
        #expect(run.text == "")
        #expect(
            run.errorText
                == "relup-show: cannot read 'fixtures/terms/159/input.term': 2:3: syntax error before: '.'\n")
        #expect(run.status == 2)
    }

    @Test func missingFilesAreFailures() throws {
        let run = try BuiltTool.run("relup-show", "--erlang", "/no/such/file")
        #expect(run.errorText == "relup-show: cannot open '/no/such/file': No such file or directory\n")
        #expect(run.status == 2)
    }

    @Test func wrongUsageHasAStatusOfItsOwn() throws {
        #expect(try BuiltTool.run("relup-show", "--latin1", "-").status == 64)
    }
}
