import BeamFiles
import ErlangTerms
import Files
import TestSupport
import Testing

@testable import Appups
@testable import ReleaseDiffs

@Suite struct AppupPlannerTests {
    /// The difference from a base release that has version `base` of one application.
    static func release(_ base: String, appup: String? = nil, name: Atom = "app") throws -> ReleaseDiff {
        var diff = ApplicationDiff.made(changed: [(.made("m"), .made("m", version: 2))])
        diff.name = name
        diff.baseVersion = base
        diff.appup = try appup.map { try TermTextReader.term(fromText: $0, name: "appup") }
        return ReleaseDiff(
            baseVersion: base, targetVersion: "2", relupModules: RelupModules(), runtime: [], applications: [diff],
            configuration: [],
            consolidated: Changes(), exports: [:], brokenCalls: [])
    }

    static func text(_ term: ErlangTerm) -> String { TermTextPrinter.line(of: term) }

    static let generated = "[{load_module,m,soft_purge,soft_purge,[]}]"

    @Test func generatesWhatIsMissing() throws {
        let plan = try AppupPlanner().plan([try Self.release("1"), try Self.release("0.9"), try Self.release("1")])
        let appup = try #require(plan.appups.first)
        #expect(plan.appups.count == 1 && appup.origin == .generated)
        #expect(
            Self.text(appup.term)
                == #"{"2",[{"1",\#(Self.generated)},{"0.9",\#(Self.generated)}],[{"1",\#(Self.generated)},{"0.9",\#(Self.generated)}]}"#
        )
    }

    @Test func keepsTheReleasesOwnAppup() throws {
        let own = #"{"2",[{<<"1.*">>,[one]}],[{<<"1.*">>,[two]}]}"#
        let plan = try AppupPlanner().plan([try Self.release("1", appup: own)])
        #expect(plan.appups[0].origin == .release)
        #expect(Self.text(plan.appups[0].term) == own)
        #expect(plan.appups[0].scripts.isEmpty)
    }

    @Test func addsToTheReleasesOwnAppupWhatItLacks() throws {
        let own = #"{"2",[{"1",[one]}],[{"1",[two]}]}"#
        let plan = try AppupPlanner().plan([try Self.release("1", appup: own), try Self.release("0.9", appup: own)])
        #expect(plan.appups[0].origin == .generated)
        #expect(
            Self.text(plan.appups[0].term)
                == #"{"2",[{"0.9",\#(Self.generated)},{"1",[one]}],[{"0.9",\#(Self.generated)},{"1",[two]}]}"#)
    }

    @Test func saysWhichDirectionAnAppupLacks() throws {
        let plan = try AppupPlanner().plan([try Self.release("1", appup: #"{"2",[{"1",[one]}],[]}"#)])
        #expect(plan.appups[0].notes.map(\.code) == [.incompleteAppup])
        #expect(plan.appups[0].notes[0].message.contains("down to 1"))
    }

    /// What the folder has for a plain version is for its builds; what a release has was written for them.
    @Test func takesTheFolderForBuilds() throws {
        let folder = TemporaryDirectory()
        let appup = #"{"2",[{"2",[up]}],[{<<"2.*">>,[down]}]}"#
        try WholeFile.write(Array("\(appup).".utf8), to: folder.path("app.appup"))
        var planner = AppupPlanner()
        planner.projectAppups = try ProjectAppups(folder: folder.path)
        var diff = try Self.release("2+r.11111111", appup: appup)
        diff.applications[0].targetVersion = "2+r.22222222"
        #expect(
            Self.text(try planner.plan([diff]).appups[0].term)
                == #"{"2+r.22222222",[{"2+r.11111111",[up]}],[{"2+r.11111111",[down]}]}"#)
        #expect(try AppupPlanner().plan([diff]).appups[0].origin == .generated)
    }

    @Test func searchesTheProjectsFolder() throws {
        let folder = TemporaryDirectory()
        try Directory.create(folder.path("app"))
        func write(_ name: String, _ text: String) throws {
            try WholeFile.write(Array(text.utf8), to: folder.path(name))
        }
        try write("app/1_to_2.appup", #"{"2",[{"1",[distillery]}],[{"1",[back]}]}."#)
        try write("app/regex.appup", #"{<<"2(\\.\\d+)*">>,[{<<"0\\.\\d">>,[regex]}],[{<<"0\\.\\d">>,[back]}]}."#)
        try write("app.appup", #"{"2",[{"1.5",[own]}],[{"1.5",[back]}]}."#)
        try write("README", "no appup")
        var planner = AppupPlanner()
        planner.projectAppups = try ProjectAppups(folder: folder.path)
        for (base, script, file) in [
            ("1", "distillery", "app/1_to_2.appup"), ("0.9", "regex", "app/regex.appup"), ("1.5", "own", "app.appup"),
        ] {
            let appup = try planner.plan([try Self.release(base)]).appups[0]
            #expect(appup.origin == .file(folder.path(file)))
            #expect(Self.text(appup.term) == #"{"2",[{"\#(base)",[\#(script)]}],[{"\#(base)",[back]}]}"#)
        }
        #expect(try planner.plan([try Self.release("0.95")]).appups[0].origin == .generated)
        // The project's wins over the one that the release brings.
        let own = #"{"2",[{"1",[tarball]},{"0.95",[tarball]}],[{"1",[back]},{"0.95",[back]}]}"#
        let origins = try ["1", "0.95"].map { try planner.plan([Self.release($0, appup: own)]).appups[0].origin }
        #expect(origins == [.file(folder.path("app/1_to_2.appup")), .release])
    }

    @Test(arguments: [
        ("x.appup", "{\"2\",[", AppupError.Code.unreadable, "1:"),
        ("x.appup", "{\"2\",up,[]}.", .malformed, "it is not an appup"),
        ("x.appup", "", .malformed, "it is empty"),
        ("x.appup", "{\"{{vsn}}\",[],[]}.", .template, "'{{vsn}}' is a template"),
        ("x.appup", "{\"%VSN%\",[],[]}.", .template, "'%VSN%' is a template"),
        ("x.appup.src", "{\"2\",[],[]}.", .template, "it is a template"),
        ("app/x.appup.src", "{\"2\",[],[]}.", .template, "it is a template"),
    ])
    func refusesAFile(name: String, text: String, code: AppupError.Code, reason: String) throws {
        let folder = TemporaryDirectory()
        try Directory.create(folder.path("app"))
        try WholeFile.write(Array(text.utf8), to: folder.path(name))
        let error = try #require(throws: AppupError.self) { try ProjectAppups(folder: folder.path) }
        #expect(error.code == code && error.reason.contains(reason) && error.file == folder.path(name), "\(error)")
    }

    @Test func followsPolicies() throws {
        var planner = AppupPlanner()
        planner.restarted = ["app"]
        #expect(
            Self.text(try planner.plan([try Self.release("1")]).appups[0].term)
                == #"{"2",[{"1",[{restart_application,app}]}],[{"1",[{restart_application,app}]}]}"#)
        planner.restarted = []
        planner.ignored = ["app"]
        #expect(Self.text(try planner.plan([try Self.release("1")]).appups[0].term) == #"{"2",[{"1",[]}],[{"1",[]}]}"#)
    }

    @Test(arguments: [
        ("kernel", "restart_new_emulator"), ("stdlib", "restart_new_emulator"), ("sasl", "restart_new_emulator"),
        ("elixir", "restart_emulator"),
    ])
    func restartsTheEmulatorForTheRuntime(name: Atom, instruction: String) throws {
        let plan = try AppupPlanner().plan([try Self.release("1", name: name)])
        #expect(plan.appups.map(\.origin) == [.generated])
        #expect(
            plan.appups.map { Self.text($0.term) } == [
                "{\"2\",[{\"1\",[\(instruction)]}],[{\"1\",[\(instruction)]}]}"
            ])
        #expect(plan.appups[0].scripts[0].steps.map(\.reason) == ["only a restart replaces '\(name)'"])
    }
}
