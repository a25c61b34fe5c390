import ErlangTerms
import Files
import RelupChecks
import Relups
import TestSupport
import Testing
import UpgradeDocuments
import UpgradeStages

/// What a real node makes of relups with faults: whatever goes wrong there is found.
///
/// Takes minutes, so only where the variable RELUP_TEST_ALL is set, as `dev/check --all` does.
@Suite(.serialized, .enabled("RELUP_TEST_ALL is not set") { areNodesWanted })
struct NodeTests {
    struct Project: CustomTestStringConvertible, Sendable {
        let kind: String
        let name: String
        let setup: [String]
        let oldIsTrue: [String]
        let newIsTrue: [String]

        var testDescription: String { kind }
    }

    static let projects = [
        Project(
            kind: "mix", name: "demo", setup: ["'Elixir.Demo.Visits':visit(<<\"Ada\">>)"],
            oldIsTrue: [
                "is_integer(sys:get_state('Elixir.Demo.Visits'))", "whereis('Elixir.Demo.Milestones') =:= undefined",
                "length(supervisor:which_children('Elixir.Demo.Supervisor')) =:= 1",
                "'Elixir.Tally.Book':entries() =/= none", "'Elixir.Demo.Visits':count() =:= 1",
            ],
            newIsTrue: [
                "is_map(sys:get_state('Elixir.Demo.Visits'))", "'Elixir.Demo.Visits':count() =:= 1",
                "is_list('Elixir.Demo.Milestones':all())",
                "length(supervisor:which_children('Elixir.Demo.Supervisor')) =:= 2", "'Elixir.Tally.Book':total() >= 0",
            ]),
        Project(
            kind: "rebar3", name: "shop", setup: ["shop_till:sell(apple)"],
            oldIsTrue: [
                "is_integer(sys:get_state(shop_till))", "shop_till:takings() > 0", "stock_shelf:taken() =/= none",
            ],
            newIsTrue: [
                "is_tuple(sys:get_state(shop_till))", "shop_till:takings() > 0", "stock_shelf:scarce() =/= none",
            ]),
    ]

    @Test(arguments: projects)
    func whatFailsOnANodeIsFound(project: Project) throws {
        let directory = TemporaryDirectory()
        let setUp = try BuiltTool.shell(
            """
            set -e
            '\(Fixture.path("releases/build"))' \(project.kind) full
            relup-prepare full/\(project.kind)-1.0.0.tar.gz -o old.tar.gz
            relup-diff old.tar.gz full/\(project.kind)-1.1.0.tar.gz | relup-appup | relup-make | relup-modify >document
            mkdir root && tar xzf old.tar.gz -C root && tar xzf full/\(project.kind)-1.1.0.tar.gz -C root --skip-old-files
            erlc '\(Fixture.package)/Tests/Suites/EndToEnd/relup_probe.erl'
            """, directory: directory.path)
        try #require(setUp.status == 0, "\(setUp.errorText)")
        var document = try UpgradeDocumentReader.document(
            in: WholeFile.read(directory.path("document")), named: "document")
        let good = try document.relup()
        try #require(try CheckStage().apply(to: &document).report.verdict == .hot)
        try #require(try outcome(of: good, project, directory) == "fine")

        var (failed, found, alarms) = (0, 0, [String]())
        for seed in 1...UInt64(60) {
            var numbers = SeededGenerator(seed: 1000 + seed)
            let (relup, direction, corruption) = Corruption.spoilt(good, &numbers)
            document.set(.relup, relup.term)
            let isFound = try CheckStage().apply(to: &document).report.verdict != .hot
            let outcome = try outcome(of: relup, project, directory)
            if outcome != "fine" { failed += 1 }
            if isFound { found += 1 }
            let what = "seed \(seed), \(direction): \(corruption.description)"
            #expect(outcome == "fine" || isFound, "\(what): \(outcome)")
            if outcome == "fine", isFound { alarms.append(what) }
        }
        print("\(project.kind): of 60 faults \(failed) failed on a node and \(found) were found; found and no failure:")
        for line in alarms { print("  \(line)") }
        #expect(failed > 20)
    }

    /// How a node fares that is upgraded and taken back with a relup: `fine`, or what went wrong.
    private func outcome(of relup: Relup, _ project: Project, _ directory: TemporaryDirectory) throws -> String {
        let plan = ErlangTerm.tuple(
            .string(directory.path("node")), .string(project.name), .string("1.0.0"), .string("1.1.0"),
            .list(project.setup.map { .string($0) }), .list(project.oldIsTrue.map { .string($0) }),
            .list(project.newIsTrue.map { .string($0) }))
        try WholeFile.write(TermTextPrinter.consultableFile(plan), to: directory.path("plan"))
        try WholeFile.write(TermTextPrinter.consultableFile(relup.term), to: directory.path("relup"))
        _ = try BuiltTool.shell(
            """
            rm -rf node running result && cp -a root node && cp relup node/releases/1.1.0/relup
            export ROOTDIR=$PWD/node BINDIR=$(echo $PWD/node/erts-*/bin) EMU=beam PROGNAME=erl RELUP_PROBE=$PWD \\
              ERL_CRASH_DUMP_BYTES=0
            timeout -s KILL 8 $BINDIR/erlexec -noinput -boot node/releases/1.0.0/start -boot_var RELEASE_LIB $PWD/node/lib \\
              -mode embedded -config node/releases/1.0.0/sys \\
              -eval "code:load_abs(\\"$PWD/relup_probe\\"), relup_probe:start()." >log 2>&1 </dev/null
            """, directory: directory.path)
        let result = try? WholeFile.read(directory.path("result"))
        return result.map { String(decoding: $0, as: UTF8.self) } ?? "the node hung or ended"
    }
}

private let areNodesWanted = CommandRun.variable("RELUP_TEST_ALL") != nil
