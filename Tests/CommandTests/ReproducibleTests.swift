import Files
import TestSupport
import Testing

/// The same releases make the same upgrade, whoever makes it, where and when.
@Suite struct ReproducibleTests {
    static let upgrade =
        "relup-upgrade " + ["1.0.0", "1.1.0"].map { Fixture.path("releases/mix-\($0).tar.gz") }.joined(separator: " ")

    static let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    /// What comes before a command to run it in other surroundings: as another user where root runs the tests.
    static let surroundings = [
        "umask 077; cd /; sleep 1.1; TZ=Pacific/Kiritimati LC_ALL=C HOME=/ USER=nobody TERM=dumb NO_COLOR=1",
        "umask 000; LC_ALL=tr_TR.UTF-8 $(\(nobody) test -x $(command -v relup-pack) 2>errors && echo \(nobody))",
    ]

    /// Spliced, slim, and compressed otherwise.
    @Test(arguments: ["", "--slim", "--best"])
    func sameBytesWhateverSurrounds(options: String) throws {
        let directory = TemporaryDirectory()
        _ = try BuiltTool.shell("chmod 777 .; \(Self.upgrade) \(options) -o expected", directory: directory.path)
        let expected = try WholeFile.read(directory.path("expected"))
        for surrounding in Self.surroundings {
            let run = try BuiltTool.shell(
                """
                export TMPDIR='\(directory.path)'; rm -f out
                \(surrounding) \(Self.upgrade) \(options) --force -o '\(directory.path)/out'
                """, directory: directory.path)
            #expect(run.status == 0, "\(surrounding) \(run.errorText)")
            #expect(try WholeFile.read(directory.path("out")) == expected, "\(surrounding)")
        }
    }

    /// The date of what is added is that of SOURCE_DATE_EPOCH; the rest keeps its own.
    @Test func theDateThatIsSet() throws {
        let directory = TemporaryDirectory()
        let run = try BuiltTool.shell(
            """
            \(Self.upgrade) -o 1 && SOURCE_DATE_EPOCH=1700000000 \(Self.upgrade) -o 2 && ! cmp -s 1 2
            TZ=UTC tar --numeric-owner -tzvf 2 releases/1.1.0/relup releases/1.1.0/start.boot | sed 's/ *[0-9]* \\(....-..-..\\)/ \\1/'
            """, directory: directory.path)
        #expect(
            run.text == """
                -rw-r--r-- 0/0 2023-11-14 22:13 releases/1.1.0/relup
                -rw-r--r-- 0/0 1970-01-01 00:00 releases/1.1.0/start.boot

                """)
    }
}
