import Files
import TestSupport
import Testing

/// Wrong input gives one line and status 2, and leaves no file behind.
@Suite struct WrongInputTests {
    let directory = TemporaryDirectory()

    static let old = Fixture.path("releases/mix-1.0.0.tar.gz")
    static let new = Fixture.path("releases/mix-1.1.0.tar.gz")

    @Test(arguments: [
        ("relup-diff none.tar.gz \(old)", "relup-diff: cannot open 'none.tar.gz': No such file or directory\n"),
        (
            "relup-unpack -C work none.tar.gz \(old)",
            "relup-unpack: cannot open 'none.tar.gz': No such file or directory\n"
        ),
        (
            "relup-diff \(old) \(old)",
            "relup-diff: '\(old)' and '\(old)' are both 'demo' 1.0.0; relup-upgrade --auto-version tells builds of one "
                + "version apart\n"
        ),
        ("relup-diff \(old)", "relup-diff: there is no base release: an upgrade needs a base and a target release\n"),
        (
            "relup-make </dev/null",
            "relup-make: standard input is empty: an upgrade document was expected; did the previous command fail?\n"
        ),
        (
            "echo '{upgrade,{2,0},[]}.' | relup-appup",
            "relup-appup: standard input is an upgrade document of version 2.0; this command reads version 1.0\n"
        ),
        (
            "echo '{upgrade,{1,0},[]}.' | relup-make",
            "relup-make: the upgrade document has no section 'releases': run relup-diff first\n"
        ),
        (
            "relup-upgrade none.tar.gz \(old) -o out",
            "relup-diff: cannot open 'none.tar.gz': No such file or directory\n"
        ),
        (
            "relup-pack --prepare none.tar.gz -o out",
            "relup-pack: cannot open 'none.tar.gz': No such file or directory\n"
        ),
    ])
    func isOneClearLine(command: String, message: String) throws {
        let run = try BuiltTool.shell(command, directory: directory.path)
        #expect(run.status == 2)
        #expect(run.errorText == message)
        #expect(run.text == "")
        #expect(try Directory.names(in: directory.path) == [])
    }

    /// Once this took for ever.
    @Test(arguments: ["relup-pack --prepare -o out.tar.gz", "relup-unpack"])
    func aDirectoryThatIsGone(command: String) throws {
        let run = try BuiltTool.shell(
            "mkdir gone; cd gone; rmdir ../gone; timeout 30 \(command) \(Self.old)", directory: directory.path)
        #expect(run.status == 2)
        #expect(run.errorText.hasSuffix(": No such file or directory\n"), "\(run.errorText)")
        #expect(run.errorText.split(separator: "\n").count == 1)
    }

    /// `-o /dev/null` once made a file of the device, where root wrote it. A pipe stands for it here.
    @Test(arguments: ["pipe", "link", "--checksum"])
    func devicesAndPipesAreNotReplaced(output: String) throws {
        let (name, options) = output == "--checksum" ? ("out", "--checksum") : (output, "")
        let run = try BuiltTool.shell(
            """
            mkfifo pipe; ln -s pipe link; ln -s pipe out.sha256
            relup-pack --force --prepare \(options) -o \(name) \(Self.old); echo $?; test -p pipe -a -h link -a -h out.sha256; echo $?
            """, directory: directory.path)
        #expect(run.text == "2\n0\n")
        let refused = output == "--checksum" ? "out.sha256" : name
        #expect(run.errorText == "relup-pack: cannot replace '\(refused)': Operation not supported\n")
        #expect(try Directory.names(in: directory.path).allSatisfy { !$0.hasPrefix(".") })
    }

    /// What is opened does not take the place of a standard stream.
    @Test func closedStandardStreams() throws {
        let run = try BuiltTool.shell(
            """
            relup-diff \(Self.old) \(Self.new) | relup-appup | relup-make >document && relup-modify <document >expected 2>said
            relup-diff \(Self.old) \(Self.new) >&-; echo $?
            relup-unpack -C work \(Self.old) \(Self.new) >&-; echo $?
            relup-appup <&-; echo $?
            relup-modify <document >actual 2>&- && cmp actual expected; echo $?
            relup-pack -o out document <&- >&- 2>&- && gzip -t out; echo $?
            """, directory: directory.path)
        #expect(run.text == "2\n2\n2\n0\n0\n")
        #expect(
            run.errorText == """
                relup-diff: cannot write 'standard output': Bad file descriptor
                relup-unpack: cannot write 'standard output': Bad file descriptor
                relup-appup: cannot read 'standard input': Bad file descriptor

                """)
    }

    @Test(arguments: [
        "relup-diff new.tar.gz \(old)", "relup-unpack -C work \(old) new.tar.gz", "relup-prepare new.tar.gz -o out",
    ])
    func aTruncatedTarballIsToldAndLeavesNothing(command: String) throws {
        let bytes = try WholeFile.read(Self.old)
        try WholeFile.write(Array(bytes.prefix(bytes.count / 2)), to: directory.path("new.tar.gz"))
        let run = try BuiltTool.shell(command, directory: directory.path)
        #expect(run.status == 2)
        #expect(run.errorText.hasSuffix("unexpected end of file at byte \(bytes.count / 2)\n"), "\(run.errorText)")
        #expect(run.errorText.split(separator: "\n").count == 1)
        #expect(try Directory.names(in: directory.path) == ["new.tar.gz"])
    }

    @Test func whatIsNoReleaseIsTold() throws {
        let run = try BuiltTool.shell(
            "echo hello >file && tar czf no.tar.gz file && relup-diff no.tar.gz \(Self.old)", directory: directory.path)
        #expect(run.status == 2)
        #expect(
            run.errorText
                == "relup-diff: 'no.tar.gz' is not a release: it has no 'releases/VSN/NAME.rel'; name a tarball of one, or the folder above 'releases'\n"
        )
    }

    @Test(arguments: ["relup-pack", "relup-diff --no-such-option", "relup-upgrade a -o b", "relup-unpack"])
    func wrongUsageIsStatus64(command: String) throws {
        #expect(try BuiltTool.shell(command, directory: directory.path).status == 64)
    }

    @Test func aClosedPipeIsQuietSuccess() throws {
        let run = try BuiltTool.shell(
            "relup-diff \(Self.old) \(Fixture.path("releases/mix-1.1.0.tar.gz")) | true; echo ${PIPESTATUS[0]}")
        #expect(run.text == "0\n")
        #expect(run.errorText == "")
    }
}
