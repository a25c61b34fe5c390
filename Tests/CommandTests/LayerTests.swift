import Files
import TestSupport
import Testing

/// Releases in a folder of a larger tarball, such as the layer of a container image.
@Suite struct LayerTests {
    let directory = TemporaryDirectory()

    /// Makes `layer.tar.gz`, which has a release in `opt/demo` between other files, and `plain`, the same unpacked; then
    /// runs commands.
    private func shell(_ commands: String, change: String = ":") throws -> CommandRun {
        try BuiltTool.shell(
            """
            set -e
            old=\(Fixture.path("releases/mix-1.0.0.tar.gz")) new=\(Fixture.path("releases/mix-1.1.0.tar.gz"))
            mkdir -p image/etc image/opt/demo image/usr/bin plain
            tar xzf $old -C image/opt/demo
            (cd image/opt/demo && ln bin/demo bin/again && \(change))
            cp -R image/opt/demo/. plain
            touch image/etc/.wh.motd image/opt/demon && ln -s /etc/alternatives/vi image/usr/bin/vi
            ln image/opt/demon image/usr/bin/demon && mkfifo image/usr/fifo
            tar czf layer.tar.gz -C image etc opt usr
            \(commands)
            """, directory: directory.path)
    }

    @Test(arguments: ["opt/demo", "/opt//demo/"])
    func theReleaseIsTakenOut(folder: String) throws {
        let run = try shell(
            """
            relup-prepare --below \(folder) layer.tar.gz -o first.tar.gz
            relup-prepare plain -o expected.tar.gz
            mkdir first expected
            tar xzf first.tar.gz -C first && tar xzf expected.tar.gz -C expected && diff -r first expected
            relup-upgrade first.tar.gz $new -o upgrade.tar.gz 2>/dev/null && relup-check first.tar.gz upgrade.tar.gz
            """)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.hasPrefix("verdict: hot\n"), "\(run.text)")
        #expect(try Directory.names(in: directory.path).filter { $0.contains("relup-pack") } == [])
    }

    @Test func withAVersionOfItsOwn() throws {
        let run = try shell(
            """
            relup-prepare --auto-version --below=opt/demo layer.tar.gz -o first.tar.gz 2>log
            relup-prepare --auto-version plain -o expected.tar.gz
            mkdir first expected
            tar xzf first.tar.gz -C first && tar xzf expected.tar.gz -C expected && diff -r first expected && cat log
            """)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text.hasPrefix("relup-version: demo 1.0.0 becomes 1.0.0+r."), "\(run.text)")
    }

    @Test(arguments: [("image.tar.gz", ": relup-prepare --below takes it out"), ("image", "")])
    func otherToolsSayWhereItIs(release: String, advice: String) throws {
        let run = try shell(
            "rm image/usr/bin/vi image/usr/fifo; tar czf image.tar.gz -C image etc opt usr; relup-diff \(release) $new")
        #expect(
            run.errorText
                == "relup-diff: '\(release)' is not a release: it has no 'releases/VSN/NAME.rel'; its folder "
                + "'opt/demo' seems to be one\(advice)\n")
        #expect(run.status == 2)
    }

    @Test(arguments: [
        (
            "opt/demo", "ln -s ../../etc out",
            "relup-prepare: cannot read 'layer.tar.gz': entry 'out' is a symbolic link that leaves the directory", 2
        ),
        (
            "opt/dem", ":",
            "relup-prepare: 'layer.tar.gz: opt/dem' is not a release: it has no 'releases/VSN/NAME.rel'; name a tarball of one, or the folder above 'releases'",
            2
        ),
        ("../opt", ":", "relup-prepare: --below: '../opt' is no folder of a tarball (see --help)", 64),
    ])
    func refusals(folder: String, change: String, message: String, status: Int32) throws {
        let run = try shell("relup-prepare --below \(folder) layer.tar.gz -o out.tar.gz", change: change)
        #expect(run.errorText == message + "\n")
        #expect(run.status == status)
        #expect(try Directory.names(in: directory.path) == ["image", "layer.tar.gz", "plain"])
    }
}
