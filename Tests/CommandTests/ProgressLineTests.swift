import Files
import TestSupport
import Testing

/// The line that tells how far long work is, on a terminal.
@Suite struct ProgressLineTests {
    let directory = TemporaryDirectory()

    static let release = Fixture.path("releases/mix-1.0.0.tar.gz")

    /// What commands write to a terminal.
    func terminal(_ commands: String, _ type: String = "xterm") throws -> CommandRun {
        try WholeFile.write(Array(commands.utf8), to: directory.path("commands"))
        return try BuiltTool.shell("TERM=\(type) script -qec 'bash commands' log", directory: directory.path)
    }

    /// A tarball whose second half comes late.
    static let slowly = "(head -c 40000 '\(release)'; sleep 0.3; tail -c +40001 '\(release)') |"

    @Test func unpackingIsTold() throws {
        let run = try terminal("\(Self.slowly) relup-unpack -C work - >document")
        #expect(run.status == 0)
        #expect(
            try run.text.contains(Regex("\r\u{1B}\\[Krelup-unpack: standard input: [0-9]+ entries, 0 MB")),
            "\(run.text)")
        #expect(run.text.hasSuffix("\r\u{1B}[K"))
    }

    @Test func anErrorStandsOnALineOfItsOwn() throws {
        let run = try terminal("(\(Self.slowly) cat; printf x) | relup-unpack -C work - >document")
        #expect(run.status == 2)
        #expect(
            run.text.contains(
                " MB\r\u{1B}[Krelup-unpack: cannot read 'standard input': garbage after the compressed data"),
            "\(run.text)")
    }

    /// Data that do not compress take the compressor long.
    @Test func rewritingIsTold() throws {
        let run = try terminal(
            """
            relup-unpack -C work '\(Self.release)' >document 2>&1
            head -c 24000000 /dev/urandom >work/demo-1.0.0/lib/demo-1.0.0/data
            relup-pack --prepare work/demo-1.0.0 --best -o out.tar.gz; echo done
            """)
        #expect(
            try run.text.contains(Regex("\r\u{1B}\\[Krelup-pack: out.tar.gz: [0-9]+ entries, [0-9]+ MB")), "\(run.text)"
        )
        // On a terminal it also says what it wrote, and what comes next.
        #expect(
            try run.text.contains(
                Regex(
                    " MB\r\u{1B}\\[Krelup-pack: wrote 'out.tar.gz' \\([0-9.]+ MB\\); nodes started from it take upgrades\r\ndone"
                )),
            "\(run.text)")
    }

    @Test(arguments: [("2>errors; cat errors", "xterm"), ("", "dumb")])
    func nothingElsewhere(redirection: String, type: String) throws {
        let run = try terminal("\(Self.slowly) relup-unpack -C work - >document \(redirection)", type)
        #expect(run.status == 0)
        #expect(run.text == "")
    }
}
