import Files
import TestSupport
import Testing

@Suite struct SystoolsCommandTests {
    let directory = TemporaryDirectory()
    let example = SystoolsCase(directory: Fixture.path("systools/001"))

    @Test func writesTheRelupToAFile() throws {
        let run = try example.run("-o", directory.path("relup"))
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
        let written = String(decoding: try WholeFile.read(directory.path("relup")), as: UTF8.self)
        #expect(written == (try example.expectedRelup()))
        #expect(try Directory.names(in: directory.path) == ["relup"])
    }

    @Test func keepsAFileThatIsThere() throws {
        try WholeFile.write([1], to: directory.path("relup"))
        let run = try example.run("-o", directory.path("relup"))
        #expect(run.status == 2)
        #expect(run.errorText == "relup-make: cannot write '\(directory.path("relup"))': File exists\n")
        #expect(try WholeFile.read(directory.path("relup")) == [1])
        #expect(try Directory.names(in: directory.path) == ["relup"])
        #expect(try example.run("-o", directory.path("relup"), "--force").status == 0)
        #expect(try WholeFile.read(directory.path("relup")).count > 1)
    }

    @Test(arguments: [
        ("{", "cannot read 'releases/1.0.0/r={': 2:1: syntax error before: '.'"),
        ("a b", "cannot read 'releases/1.0.0/r=a b': 1:3: syntax error before: b"),
    ])
    func tellsWhichDescriptionIsNoTerm(description: String, message: String) throws {
        let run = try example.run("--up", "releases/1.0.0/r=\(description)")
        #expect(run.status == 2)
        #expect(run.errorText == "relup-make: \(message)\n")
    }

    @Test func namesTheReleaseThatIsMissing() throws {
        let run = try BuiltTool.run("relup-make", "--top", "none")
        #expect(run.status == 2)
        #expect(run.errorText == "relup-make: cannot use release 'none.rel': there is no such file\n")
        #expect(run.text == "")
    }
}
