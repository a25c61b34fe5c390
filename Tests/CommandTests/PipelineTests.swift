import ErlangTerms
import Files
import Tarballs
import TestSupport
import Testing

/// The pipe of the README, on the releases in `fixtures/releases`.
@Suite struct CommandTests {
    let directory = TemporaryDirectory()

    static let pairs = [("mix", "demo"), ("rebar3", "shop")]

    func fixture(_ name: String) -> String { Fixture.path("releases/\(name).tar.gz") }

    /// What lies in a tarball, by path.
    func contents(of tarball: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        try TarballReader.forEachEntry(of: tarball) { entry, reader in
            contents[entry.path.string] = try reader.readContents()
        }
        return contents
    }

    @Test(arguments: pairs)
    func thePipeOfTheReadmeWorks(kind: String, name: String) throws {
        let run = try BuiltTool.shell(
            """
            set -o pipefail
            relup-unpack -C work '\(fixture("\(kind)-1.0.0"))' '\(fixture("\(kind)-1.1.0"))' \
              | relup-diff | relup-appup | relup-make | relup-modify | relup-check | relup-pack -o upgrade.tar.gz
            """, directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try Directory.names(in: directory.path) == ["upgrade.tar.gz", "work"])
        #expect(try Directory.names(in: directory.path("work")) == ["\(name)-1.0.0", "\(name)-1.1.0"])
        let packed = try contents(of: directory.path("upgrade.tar.gz"))
        let target = try contents(of: fixture("\(kind)-1.1.0"))
        for (path, bytes) in target { #expect(packed[path] == bytes, "\(path)") }
        let relup = try TermTextReader.soleTerm(in: packed["releases/1.1.0/relup"] ?? [], file: "relup")
        #expect(relup.tuple?[0].string == "1.1.0")
        #expect(packed["releases/\(name)-1.1.0.rel"] != nil)
    }

    @Test(arguments: pairs)
    func theShortPipeMakesTheSame(kind: String, name: String) throws {
        let run = try BuiltTool.shell(
            """
            set -o pipefail
            old='\(fixture("\(kind)-1.0.0"))' new='\(fixture("\(kind)-1.1.0"))'
            rest() { relup-appup | relup-make | relup-modify | relup-check | relup-pack -o "$1"; }
            relup-diff "$old" "$new" | rest short.tar.gz
            relup-unpack -C work "$old" "$new" | relup-diff | rest long.tar.gz
            relup-upgrade "$old" "$new" -o script.tar.gz
            cmp short.tar.gz long.tar.gz && cmp short.tar.gz script.tar.gz
            """, directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
    }

    /// Each stage of the pipe, fed its own output, writes the same again.
    @Test(arguments: pairs)
    func aToolFedItsOwnOutputChangesNothing(kind: String, name: String) throws {
        var document = try BuiltTool.run(
            "relup-unpack", "-C", directory.path("work"), fixture("\(kind)-1.0.0"), fixture("\(kind)-1.1.0")
        ).output
        for tool in ["relup-diff", "relup-appup", "relup-make", "relup-modify", "relup-check"] {
            let first = try BuiltTool.run(tool, stdin: document)
            #expect(first.status == 0, "\(first.errorText)")
            #expect(first.output != document)
            #expect(try TermTextReader.terms(in: first.output, file: tool).count == 1)
            let second = try BuiltTool.run(tool, stdin: first.output)
            #expect(second.output == first.output, "\(tool)")
            document = first.output
        }
    }

    @Test(.enabled(if: CommandRun.find("erl") != nil, "Erlang is not installed"))
    func fileConsultReadsWhatEveryStageWrites() throws {
        let run = try BuiltTool.shell(
            """
            relup-unpack -C work '\(fixture("mix-1.0.0"))' '\(fixture("mix-1.1.0"))' | tee 1 | relup-diff | tee 2 \
              | relup-appup | tee 3 | relup-make | tee 4 | relup-modify | tee 5 | relup-check >6
            erl -noshell -eval '
                [begin {ok,[{upgrade,{1,0},Sections}]} = file:consult(integer_to_list(N)),
                       io:format("~w~n", [[Name || {Name,_} <- Sections]]) end || N <- lists:seq(1, 6)],
                halt().'
            """, directory: directory.path)
        #expect(
            run.text == """
                [releases]
                [releases,diff]
                [releases,diff,appups]
                [releases,diff,appups,relup]
                [releases,diff,appups,relup,modifications]
                [releases,diff,appups,relup,modifications,findings]

                """)
    }

    @Test func unknownSectionsPassThrough() throws {
        var document = try BuiltTool.run("relup-diff", fixture("mix-1.0.0"), fixture("mix-1.1.0")).text
        #expect(document.hasSuffix("]}.\n"))
        document = document.dropLast(4) + ",{house_notes,#{by => ['Ada'],at => {2026,11,21}}}]}.\n"
        for tool in ["relup-appup", "relup-make", "relup-modify", "relup-check"] {
            document = try BuiltTool.run(tool, stdin: Array(document.utf8)).text
        }
        #expect(document.contains("{house_notes,#{by => ['Ada'],at => {2026,11,21}}}"))
    }

    @Test func preparingIsIdempotent() throws {
        let run = try BuiltTool.shell(
            """
            relup-prepare '\(fixture("mix-1.0.0"))' -o once.tar.gz && relup-prepare once.tar.gz -o twice.tar.gz \
              && cmp once.tar.gz twice.tar.gz
            """, directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
        let added = Set(try contents(of: directory.path("once.tar.gz")).keys)
            .subtracting(try contents(of: fixture("mix-1.0.0")).keys)
        #expect(added == ["releases/RELEASES", "releases/demo-1.0.0.rel"])
    }

    /// edeliver archives plain mix releases below `APP/`, and `tar czf x .` puts `./` in front of every name.
    @Test(arguments: ["--transform=s,^,demo/,", "--transform=s,^,./,"])
    func namesThatReleaseHandlerWouldNotFindAreRewritten(transform: String) throws {
        let run = try BuiltTool.shell(
            """
            mkdir tree && tar xzf '\(fixture("mix-1.1.0"))' -C tree && (cd tree && tar czf ../new.tar.gz '\(transform)' *) \
              && relup-upgrade '\(fixture("mix-1.0.0"))' new.tar.gz -o upgrade.tar.gz
            """, directory: directory.path)
        #expect(run.status == 0, "\(run.errorText)")
        let packed = Set(try contents(of: directory.path("upgrade.tar.gz")).keys)
        let plain = Set(try contents(of: fixture("mix-1.1.0")).keys)
        let missing = plain.subtracting(packed)
        #expect(missing == [])
        #expect(packed.contains("releases/1.1.0/relup"))
        let misplaced = packed.filter { $0.hasPrefix(".") || $0.hasPrefix("demo/") }
        #expect(misplaced == [])
    }
}
