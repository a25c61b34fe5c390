import Files
import Tarballs
import TestSupport
import Testing

/// Upgrades without what all base releases have; `Tests/Suites/EndToEnd/run` installs such.
@Suite struct SlimUpgradeTests {
    let directory = TemporaryDirectory()

    static let folder = Fixture.path("releases")

    /// Runs commands with the fixture releases as `$old`, `$middle` and `$new`, in the test's directory.
    func shell(_ commands: String) throws -> CommandRun {
        try BuiltTool.shell(
            """
            old=\(Self.folder)/mix-1.0.0.tar.gz middle=\(Self.folder)/mix-1.1.0.tar.gz new=\(Self.folder)/mix-1.2.0.tar.gz
            upgrade() { relup-diff "$@" | relup-appup | relup-make | relup-pack --slim -o up.tar.gz; }
            \(commands)
            """, directory: directory.path)
    }

    /// The files of the upgrade that was made, but for `releases/VSN`, and each library once.
    func contents() throws -> Set<String> {
        var names: Set<String> = []
        try TarballReader.forEachEntry(of: directory.path("up.tar.gz")) { entry, _ in
            let parts = entry.path.string.split(separator: "/")
            names.insert(parts[0] == "bin" ? entry.path.string : parts.prefix(2).joined(separator: "/"))
        }
        return names
    }

    @Test func holdsWhatTheBaseHasNot() throws {
        #expect(try shell("upgrade $old $middle").status == 0)
        #expect(try contents() == ["lib/demo-1.1.0", "lib/tally-0.4.0", "releases/1.1.0", "releases/demo-1.1.0.rel"])
    }

    /// tally is as in the middle release, which is not enough.
    @Test func holdsWhatOneOfSeveralBasesHasNot() throws {
        #expect(try shell("upgrade $old $middle $new").status == 0)
        #expect(try contents() == ["lib/demo-1.2.0", "lib/tally-0.4.0", "releases/1.2.0", "releases/demo-1.2.0.rel"])
        #expect(try shell("rm up.tar.gz; upgrade $middle $new").status == 0)
        #expect(try contents() == ["lib/demo-1.2.0", "releases/1.2.0", "releases/demo-1.2.0.rel"])
    }

    /// A launcher of relx is kept: `bin/NAME-VSN` takes the place of `bin/NAME`, which knows one version only.
    @Test func holdsTheNewLauncher() throws {
        #expect(try shell("upgrade \(Self.folder)/rebar3-1.0.0.tar.gz \(Self.folder)/rebar3-1.1.0.tar.gz").status == 0)
        let programs = try contents().filter { $0.hasPrefix("bin/") || $0.hasSuffix(".rel") }
        #expect(programs == ["bin/shop-1.1.0", "releases/shop-1.1.0.rel", "releases/shop.rel"])
    }

    /// What earlier builds left behind in the folder of the release, and what only the new one has.
    @Test func leavesOutOldVersionsAndKeepsWhatIsUnknown() throws {
        let run = try shell(
            """
            mkdir new && tar xzf $middle -C new && tar xzf $old -C new && mkdir new/etc && date >new/etc/x
            printf '13.1.5 1.1.0' >new/releases/start_erl.data; date >new/bin/tool
            tar czf new.tar.gz -C new bin etc lib releases $(cd new; ls -d erts-*)
            upgrade $old new.tar.gz
            """)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(
            try contents() == [
                "bin", "bin/tool", "etc", "etc/x", "lib", "lib/demo-1.1.0", "lib/tally-0.4.0", "releases",
                "releases/1.1.0", "releases/demo-1.1.0.rel",
            ])
    }

    /// The same entries whether the release comes as a tarball or unpacked.
    @Test func ofADirectoryItIsTheSame() throws {
        #expect(try shell("upgrade $old $middle").status == 0)
        let fromTarball = try contents()
        #expect(
            try shell(
                """
                rm up.tar.gz; relup-unpack -C work $old - <$middle | relup-diff | relup-appup | relup-make \
                  | relup-pack --slim -o up.tar.gz
                """
            ).status == 0)
        #expect(try contents() == fromTarball)
    }

    @Test func isFoundSoundWithItsBases() throws {
        let run = try shell(
            """
            for version in 0 1; do relup-prepare \(Self.folder)/mix-1.$version.0.tar.gz -o $version.tar.gz; done
            upgrade 0.tar.gz 1.tar.gz $new && relup-check --table 0.tar.gz 1.tar.gz up.tar.gz | head -n 1
            """)
        #expect(run.text == "verdict: hot\n")
    }

    /// Packed for one base and checked for another, which has an older version of what is left out.
    @Test func isNotForOtherBases() throws {
        let run = try shell("upgrade $middle $new; relup-check --table $middle $old up.tar.gz")
        #expect(run.status == 1)
        #expect(run.text.contains("'lib/tally-0.4.0' is neither in the release nor in the tarball"), "\(run.text)")
    }

    @Test(arguments: ["relup-unpack up.tar.gz", "relup-prepare up.tar.gz -o x.tar.gz"])
    func isNoWholeRelease(command: String) throws {
        #expect(try shell("upgrade $old $middle").status == 0)
        let run = try shell(command)
        #expect(run.status == 2)
        #expect(run.errorText.hasSuffix(", which its release names: a slim upgrade is not a whole release\n"))
        #expect(try Directory.names(in: directory.path) == ["up.tar.gz"])
    }
}
