import Files
import TestSupport
import Testing

/// Tarballs that the tools read: of which compression, from where, and how large.
@Suite struct ReadTarballTests {
    let directory = TemporaryDirectory()

    static let releases = ["1.0.0", "1.1.0"].map { Fixture.path("releases/mix-\($0).tar.gz") }

    @Test(
        arguments: ["gzip", "xz", "zstd", "cat"],
        ["relup-diff --summary \"$@\"", "relup-unpack --force -C work \"$@\" | relup-diff --summary"])
    func anyCompressionFromAFileAndStandardInput(program: String, command: String) throws {
        let run = try BuiltTool.shell(
            """
            gunzip <'\(Self.releases[0])' | \(program) >old; gunzip <'\(Self.releases[1])' | \(program) >new
            summary() { \(command); }; summary old new && summary old - <new
            """, directory: directory.path)
        let summary = "1.0.0 -> 1.1.0: 2 applications, modules: 3 added, 1 removed, 4 changed\n"
        #expect(run.text == summary + summary)
        #expect(run.status == 0 && run.errorText == "", "\(run.errorText)")
    }

    /// 40 MB of zeros come as 40 kB.
    @Test(arguments: [
        ("--max-size 100000", releases[0], "unpacks to more than 100000 bytes"),
        ("--max-entries 10", releases[0], "more than 10 entries and directories"),
        ("", "zeros", "unpacks to more than 250 times its size"),
    ])
    func whatIsTooLargeIsRefused(options: String, tarball: String, reason: String) throws {
        let run = try BuiltTool.shell(
            """
            head -c 40000000 /dev/zero >x && tar czf zeros x && rm x; relup-unpack \(options) -C work '\(tarball)'
            """, directory: directory.path)
        #expect(run.errorText == "relup-unpack: cannot read '\(tarball)': \(reason)\n")
        #expect(run.status == 2)
        #expect(try Directory.names(in: directory.path) == ["zeros"])
    }
}
