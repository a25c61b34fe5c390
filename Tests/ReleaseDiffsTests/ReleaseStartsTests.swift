import BeamFiles
import ErlangTerms
import TestSupport
import Testing

@testable import ReleaseDiffs

/// Facts of modules that others of the release tell.
@Suite struct ReleaseStartsTests {
    private static func release(_ vsn: String, callback: String, _ modules: [String]) throws -> MemoryFiles {
        try MemoryFiles.release(
            vsn, application: vsn, modules: Dictionary(uniqueKeysWithValues: modules.map { ($0, "mix/\($0)") }),
            [
                "lib/demo-\(vsn)/ebin/demo.app": """
                {application,demo,[{description,""},{vsn,"\(vsn)"},{modules,[]},{registered,[]},{applications,[]},
                {mod,{'\(callback)',[]}}]}.
                """
            ])
    }

    private static func diff(callback: String, _ modules: [String]) throws -> ReleaseDiff {
        try ReleaseComparisonTests.diff(
            release("1", callback: callback, []), release("2", callback: callback, modules))
    }

    @Test(
        arguments: [
            ("demo_app", .known(.supervisor(ExternalFunction("demo_sup", "start_link", 0)))),
            ("demo_alone_app", .known(.process(ExternalFunction("erlang", "spawn_link", 1)))),
            ("Elixir.Demo.Root", .known(.supervisor(ExternalFunction("Elixir.Supervisor", "start_link", 2)))),
            ("demo_nowhere", .known(.call(ExternalFunction("demo_nowhere", "start", 2)))),
            ("demo_lamp", .unknown),
        ] as [(String, Fact<ApplicationStart>)]) func tellsWhatApplicationsStart(
            callback: String, start: Fact<ApplicationStart>
        ) throws
    {
        let modules = ["demo_app", "demo_alone_app", "demo_sup", "Elixir.Demo.Root", "demo_lamp"]
        let diff = try Self.diff(callback: callback, modules)
        #expect(
            diff.targetStarts.applications == [.init(application: "demo", module: Atom(callback), start: start)])
    }

    @Test func tellsWhichModulesSetEnvironments() throws {
        let starts = try Self.diff(callback: "demo_app", ["demo_app", "demo_hooks", "demo_sup"]).targetStarts
        func call(_ key: Atom) -> Call {
            Call(ExternalFunction("application", "set_env", 3), [.atom("demo"), .atom(key), .atom("_")])
        }
        #expect(
            starts.environment == [
                .init(
                    application: "demo", module: "demo_app", writes: .known([call("secret")]),
                    atStart: .known([call("ready"), call("secret")])),
                .init(application: "demo", module: "demo_hooks", writes: .known([call("ready")]), atStart: .known([])),
            ])
    }

    /// What OTP's own tracing sets is no concern of an upgrade, in releases that every Phoenix project makes.
    @Test(arguments: [("runtime_tools", 0), ("other_tools", 2)]) func leavesOutWhatTracingSets(
        name: String, count: Int
    ) throws {
        var target = try Self.release("2", callback: "demo_nowhere", [])
        target.files["releases/2/demo.rel"] = Array(
            """
            {release,{"demo","2"},{erts,"13.1"},[{kernel,"8"},{stdlib,"4"},{demo,"2"},{\(name),"1"}]}.
            """.utf8)
        target.files["lib/\(name)-1/ebin/\(name).app"] = Array(
            """
            {application,\(name),[{description,""},{vsn,"1"},{modules,[]},{registered,[]},{applications,[]},
            {mod,{demo_app,[]}}]}.
            """.utf8)
        for module in ["demo_app", "demo_hooks", "demo_sup"] {
            target.files["lib/\(name)-1/ebin/\(module).beam"] = try Fixture.bytes("modules/mix/\(module).beam")
        }
        let diff = try ReleaseComparisonTests.diff(Self.release("1", callback: "demo_nowhere", []), target)
        #expect(diff.targetStarts.environment.count == count)
    }

    @Test func followsCallsInsideTheApplication() throws {
        let diff = try Self.diff(callback: "demo_app", ["demo_app", "demo_hooks", "demo_effects_sup"])
        let modules = try #require(diff.applications.last?.addedModules)
        let effects = try #require(modules.first { $0.name == "demo_effects_sup" }?.initEffects?.value)
        #expect(effects.effects.contains { $0.function == ExternalFunction("persistent_term", "put", 2) })
        #expect(
            effects.unknownCalls == [ExternalFunction("demo_server", "note", 1), ExternalFunction("ets", "new", 2)])
        let start = try #require(modules.first { $0.name == "demo_app" }?.startEffects?.value)
        #expect(start.effects.filter(\.setsEnvironment).map { $0.arguments[1] } == [.atom("ready"), .atom("secret")])
        #expect(start.unknownCalls.isEmpty)
    }

    @Test func fillsInWhatChildrenSayOfThemselves() throws {
        let diff = try Self.diff(
            callback: "Elixir.Demo.Root",
            ["Elixir.Demo.Root", "Elixir.Demo.Counter", "Elixir.Demo.Limits", "Elixir.Demo.Clients"])
        let root = try #require(diff.applications.last?.addedModules.first { $0.name == "Elixir.Demo.Root" })
        let children = try #require(root.supervision?.children.value)
        #expect(children.map(\.id) == [.atom("first"), .atom("Elixir.Demo.Limits"), .atom("Elixir.Demo.Clients")])
        #expect(children.map(\.restart) == [.known("temporary"), .known("transient"), .known("permanent")])
        #expect(children.map(\.type) == [.known("worker"), .known("worker"), .known("supervisor")])
        #expect(children.map { $0.start.value?.arity } == [1, 1, 1])
    }

    @Test func tellsRecordsThatGrew() throws {
        var application = ApplicationDiff(name: "demo", baseVersion: "1", targetVersion: "2", change: .upgraded)
        for name in ["demo_door", "demo_server"] {
            let base = try ModuleFacts(BeamReader.read(path: Fixture.path("modules/mix/\(name).beam")))
            var target = base
            target.tuples = base.tuples.map { tuples in
                tuples.map { TaggedTuple($0.tag, size: $0.isRecord ? $0.size + 1 : $0.size, isRecord: $0.isRecord) }
            }
            application.changedModules.append(.init(base: base, target: target))
        }
        let empty = try Self.diff(callback: "demo_app", [])
        var diff = empty
        diff.applications = [application]
        #expect(empty.recordChanges.isEmpty)
        #expect(
            diff.recordChanges == [
                RecordChange(tag: "door", baseSizes: [4], targetSizes: [5], isRecord: true, modules: ["demo_door"]),
                RecordChange(tag: "state", baseSizes: [3], targetSizes: [4], isRecord: true, modules: ["demo_server"]),
            ])
    }
}
