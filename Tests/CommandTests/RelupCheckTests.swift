import TestSupport
import Testing

@Suite struct RelupCheckTests {
    let directory = TemporaryDirectory()

    static let pairs = ["mix", "rebar3"]

    /// Makes `old.tar.gz`, prepared, and of it and the fixture's next version `up.tar.gz`, then runs a command.
    func run(_ kind: String, _ command: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            new='\(Fixture.path("releases/\(kind)-1.1.0.tar.gz"))' plain='\(Fixture.path("releases/\(kind)-1.0.0.tar.gz"))'
            relup-prepare "$plain" -o old.tar.gz && relup-upgrade old.tar.gz "$new" -o up.tar.gz 2>log &&
            mkdir old new && tar xzf old.tar.gz -C old && tar xzf up.tar.gz -C new || exit 99
            \(command)
            """, directory: directory.path)
    }

    @Test(arguments: pairs)
    func aGoodPairIsHotInEveryForm(kind: String) throws {
        let run = try run(
            kind,
            """
            relup-diff old.tar.gz "$new" | relup-appup | relup-make | relup-modify 2>log | relup-check --strict --verdict
            relup-check --strict --verdict old.tar.gz up.tar.gz
            relup-check --strict --verdict old up.tar.gz
            relup-check --strict --verdict new/releases/1.1.0/relup --old old --new new
            relup-check --strict --verdict - --old old.tar.gz --new "$new" <new/releases/1.1.0/relup
            """)
        #expect(run.status == 0)
        #expect(run.text == String(repeating: "hot\n", count: 5))
        #expect(run.errorText == "")
    }

    @Test func aBadRelupAsksForARestart() throws {
        let run = try run(
            "rebar3",
            """
            grep -v '{resume,' new/releases/1.1.0/relup | sed 's/soft_purge/brutal_purge/' >bad
            relup-check bad --old old --new new --verdict; echo $?
            sed 's/point_of_no_return/{suspend,\\[x\\]},&,{resume,\\[x\\]}/' new/releases/1.1.0/relup >bad
            relup-check bad --old old --new new --verdict; echo $?
            """)
        #expect(run.text == "restart\n1\nrestart\n1\n")
        #expect(run.errorText.split(separator: "\n").allSatisfy { $0.hasPrefix("relup-check: error: ") })
    }

    @Test func aFileThatRelupInstallWritesIsInfo() throws {
        let run = try run(
            "mix",
            "relup-check \"$plain\" up.tar.gz --json; echo $?; relup-check \"$plain\" up.tar.gz --strict --table; echo $?"
        )
        let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix(#"{"findings":[{"advice":"nothing is needed with relup-install; "#))
        #expect(lines[0].hasSuffix(#""verdict":"hot"}"#))
        #expect(lines[1] == "0")
        #expect(lines[2...5] == ["verdict: hot", "", "info release 1.0.0", "  'releases/RELEASES' is missing"])
        #expect(lines.dropLast().last == "0")
        #expect(run.errorText == "")
    }

    /// What other programs make of an upgrade tarball that is unpacked, changed and packed again.
    @Test(arguments: [
        (
            "(cd new && tar czf ../other.tar.gz .)", "restart",
            "error: tarball: names in the tarball do not begin at the release's root"
        ),
        (
            """
            gunzip <up.tar.gz >other.tar; echo >>new/releases/1.1.0/relup; tar rf other.tar -C new releases/1.1.0/relup
            gzip other.tar
            """, "restart",
            "error: tarball: 'releases/1.1.0/relup' occurs more than once in the tarball, with different contents"
        ),
        ("gunzip <up.tar.gz >other.tar; tar rf other.tar -C new releases/1.1.0/relup; gzip other.tar", "hot", ""),
        (
            "gunzip <up.tar.gz >tar; { head -c 5000 tar | gzip; tail -c +5001 tar | gzip; } >other.tar.gz", "review",
            "warning: tarball: the tarball has 2 gzip members"
        ),
        ("(cd new && tar czf ../other.tar.gz bin erts-* lib releases)", "hot", ""),
    ])
    func aTarballOfOtherProgramsIsRead(command: String, verdict: String, message: String) throws {
        let run = try run("mix", "\(command); relup-check old.tar.gz other.tar.gz --verdict")
        #expect(run.text == "\(verdict)\n")
        #expect(run.errorText == (message.isEmpty ? "" : "relup-check: \(message)\n"))
    }

    /// A tarball whose contents depend on who unpacks it is checked and never unpacked.
    @Test func whatStandsTwiceIsNotUnpacked() throws {
        let run = try run(
            "rebar3",
            """
            gunzip <up.tar.gz >other.tar; echo >>new/releases/RELEASES; tar rf other.tar -C new releases/RELEASES
            gzip other.tar
            relup-unpack -C there other.tar.gz; echo $?; ls there 2>/dev/null
            relup-prepare other.tar.gz -o prepared.tar.gz; echo $?; ls prepared.tar.gz 2>/dev/null
            """)
        #expect(run.text == "2\n2\n")
        #expect(
            run.errorText.split(separator: "\n").allSatisfy {
                $0.hasSuffix("'other.tar.gz': entry 'releases/RELEASES' occurs twice in the archive")
            })
    }

    /// As systools of sasl 4.4 and an overlay of relx make together.
    @Test func whatStandsTwiceWithTheSameContentsIsReadOnce() throws {
        let run = try run(
            "rebar3",
            """
            gunzip <up.tar.gz >other.tar; tar rf other.tar -C new lib/shop-1.1.0/ebin/shop.appup; gzip other.tar
            relup-check --table old.tar.gz other.tar.gz | grep -A1 '^info release 1.1.0'
            relup-unpack -C there other.tar.gz >unpacked; relup-prepare other.tar.gz -o prepared.tar.gz
            relup-diff old.tar.gz other.tar.gz | relup-appup | relup-make | relup-pack -o packed.tar.gz
            for made in prepared.tar.gz packed.tar.gz; do tar tzf $made | grep -c 'shop.appup'; done
            """)
        #expect(
            run.text == """
                info release 1.1.0
                  'lib/shop-1.1.0/ebin/shop.appup' occurs more than once in the tarball, with the same contents
                1
                1

                """)
        #expect(run.errorText == "")
    }

    /// Colours are only for terminals, and what a terminal would obey is escaped.
    @Test func coloursWhereItIsTold() throws {
        let run = try run(
            "rebar3",
            "relup-check --color always --table old up.tar.gz | head -n 1; NO_COLOR=1 relup-check --table old up.tar.gz | head -n 1"
        )
        #expect(run.text == "\u{1B}[1mverdict: \u{1B}[0m\u{1B}[32mhot\u{1B}[0m\nverdict: hot\n")
    }

    @Test(arguments: [
        ("relup-check none.tar.gz up.tar.gz", 2, "relup-check: cannot open 'none.tar.gz': No such file or directory\n"),
        (
            "relup-check old.tar.gz \"$new\"", 2,
            "' is not an upgrade: it has no 'releases/1.1.0/relup', which relup-upgrade makes\n"
        ),
        ("relup-check --json --verdict", 64, ""), ("relup-check up.tar.gz --old old", 64, ""),
        ("relup-check --color blue", 64, ""),
    ])
    func wrongInputIsTold(command: String, status: Int, message: String) throws {
        let run = try run("rebar3", command)
        #expect(run.status == status)
        #expect(run.text == "")
        #expect(run.errorText.hasSuffix(message))
    }
}
