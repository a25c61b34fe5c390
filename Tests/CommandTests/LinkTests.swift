import Tarballs
import TestSupport
import Testing

/// Releases with links, from `relup-diff` or `relup-unpack` to a finished upgrade.
@Suite struct LinkTests {
    let directory = TemporaryDirectory()

    /// Makes `new.tar.gz` and the folder `new`, with links from a folder `links` of the application demo; then runs
    /// commands.
    private func shell(_ links: String, _ commands: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            set -e
            old=\(Fixture.path("releases/mix-1.0.0.tar.gz"))
            mkdir new && tar xzf \(Fixture.path("releases/mix-1.1.0.tar.gz")) -C new
            mkdir -p new/lib/demo-1.1.0/priv/data new/lib/demo-1.1.0/links
            echo 'data 1.1.0' >new/lib/demo-1.1.0/priv/data/current
            (cd new/lib/demo-1.1.0/links && \(links))
            (cd new && tar czf ../new.tar.gz *)
            steps() { { relup-appup | relup-make | relup-modify | relup-check; } 2>/dev/null; }
            \(commands)
            """, directory: directory.path)
    }

    private static let inside =
        "ln -s ../priv/data/current file; ln -s ../priv/data folder; ln ../priv/data/current hard"

    @Test(arguments: [
        "relup-diff $old new.tar.gz", "relup-diff $old new", "relup-unpack $old new.tar.gz | relup-diff",
        "relup-unpack $old - <new.tar.gz | relup-diff",
    ])
    func linksThatStayInsideAreFilesInTheUpgrade(start: String) throws {
        let run = try shell(
            Self.inside,
            """
            \(start) | steps >document
            relup-pack -o up.tar.gz document
            relup-check $old up.tar.gz >/dev/null
            mkdir out && escript \(Fixture.path("tarballs/erl_tar.escript")) unpack up.tar.gz out
            cd out/lib/demo-1.1.0/links && cat file folder/current hard && find . -type l
            """)
        #expect(run.errorText == "")
        #expect(run.text == "data 1.1.0\ndata 1.1.0\ndata 1.1.0\n")
        #expect(try UnsafeLink.all(in: directory.path("up.tar.gz")) == [])
    }

    @Test func theSameReleaseMakesTheSameUpgrade() throws {
        let run = try shell(
            Self.inside,
            """
            for name in 1 2; do relup-diff $old new.tar.gz | steps | relup-pack -o $name.tar.gz; done
            cmp 1.tar.gz 2.tar.gz
            """)
        #expect(run.status == 0 && run.errorText == "")
    }

    /// What one tool refuses to read all do.
    @Test(arguments: [
        "relup-diff $old new.tar.gz", "relup-unpack -C work $old new.tar.gz", "relup-check $old new.tar.gz",
        "relup-pack --prepare -o out.tar.gz new.tar.gz", "relup-show new.tar.gz",
        "relup-upgrade $old new.tar.gz -o out",
    ])
    func tarballsWithLinksOutAreNotRead(command: String) throws {
        let run = try shell("ln -s /etc/passwd out", "\(command) || echo status $?; ls -A | tr '\\n' ' '")
        #expect(run.text == "status 2\nnew new.tar.gz ")
        #expect(
            run.errorText.hasSuffix(
                "'new.tar.gz': entry 'lib/demo-1.1.0/links/out' is a symbolic link that leaves the directory\n"),
            "\(run.errorText)")
    }

    @Test func linksOutAreFoundAndRefused() throws {
        let run = try shell(
            "ln -s ../../gone gone",
            """
            relup-diff $old new | steps >document || true
            grep -c 'unsafe_links' document
            relup-show document >/dev/null
            relup-diff $old new | relup-appup | relup-make >unchecked
            relup-pack -o up.tar.gz unchecked || echo "status $?"
            relup-pack --force -o up.tar.gz document
            relup-check $old up.tar.gz | grep -B 3 unsafe-link
            """)
        #expect(
            run.errorText
                == "relup-pack: release_handler would not unpack the link 'lib/demo-1.1.0/links/gone' to '../../gone' "
                + "(relup-check says why); --force packs the upgrade anyway\n"
                + "relup-pack: warning: packed all the same: the verdict is restart\n"
                + "relup-pack: warning: packed all the same: release_handler would not unpack the link "
                + "'lib/demo-1.1.0/links/gone' to '../../gone' (relup-check says why)\n")
        #expect(run.text.hasPrefix("1\nstatus 2\n"), "\(run.text)")
        #expect(run.text.contains("link 'lib/demo-1.1.0/links/gone' to '../../gone'"), "\(run.text)")
    }

    /// An upgrade that another program has packed.
    @Test func finishedUpgradesAreLookedAt() throws {
        let run = try shell(
            Self.inside,
            """
            relup-diff $old new.tar.gz | steps | relup-pack -o up.tar.gz
            tar xzf up.tar.gz -C new --keep-old-files 2>/dev/null || true
            (cd new && tar czf ../other.tar.gz *)
            relup-check $old other.tar.gz | grep -o 'unsafe-link' || true
            relup-check $old other.tar.gz | grep -e 'hard' -e climbs
            """)
        #expect(run.errorText == "")
        #expect(run.text.contains("unsafe-link\n"), "\(run.text)")
        #expect(run.text.contains("link 'lib/demo-1.1.0/links/file' to '../priv/data/current'"), "\(run.text)")
        #expect(run.text.contains("hard link"), "\(run.text)")
    }
}
