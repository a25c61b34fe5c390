import BeamFiles
import ErlangTerms
import Releases
import Tarballs
import TestSupport
import Testing

@testable import Appups
@testable import ReleaseDiffs

@Suite struct AppupGeneratorTests {
    static func script(_ diff: ApplicationDiff, purge: String = "") throws -> AppupScript {
        let policy = try #require(PurgePolicy(purge))
        return try #require(AppupGenerator([diff], purge: policy).script(for: diff))
    }

    /// Instructions as text, one a line.
    static func lines(_ instructions: [ErlangTerm]) -> [String] {
        instructions.map { TermTextPrinter.text(of: $0, style: .plainUnicode) }
    }

    /// Releases that bring appups get generated ones here, with the reasons beside each instruction.
    @Test(arguments: ["mix", "rebar3"]) func generatesForReleases(kind: String) throws {
        let inventories = try ["1.0.0", "1.1.0"].map {
            try ReleaseInventory(TarballFiles(Fixture.path("releases/\(kind)-\($0).tar.gz")))
        }
        let diff = try ReleaseComparison.diff(from: inventories[0], to: inventories[1])
        var text = ""
        for application in diff.applications where application.change == .upgraded {
            let script = try #require(AppupGenerator(diff).script(for: application))
            text += "\(application.name) \(script.baseVersion) -> \(script.targetVersion)\n"
            for step in script.steps {
                text += "  \(step.reason)\n"
                text += Self.lines(step.up).map { "    up    \($0)\n" }.joined()
                text += Self.lines(step.down).map { "    down  \($0)\n" }.joined()
            }
            text += script.notes.map { "  ! \($0.code.rawValue): \($0.message)\n" }.joined()
        }
        #expect(try text == Golden.text(in: "diffs/\(kind).appups", actual: text))
    }

    @Test func choosesInstructions() throws {
        func pair(_ name: Atom, _ behaviours: [Atom], base: Bool?, target: Bool?) -> (ModuleFacts, ModuleFacts) {
            (
                .made(name, behaviours: behaviours, codeChange: base),
                .made(name, behaviours: behaviours, codeChange: target, version: 2)
            )
        }
        let script = try Self.script(
            .made(changed: [
                pair("a_plain", [], base: nil, target: nil),
                pair("b_server", ["gen_server"], base: true, target: true),
                pair("c_identity", ["gen_statem"], base: false, target: false),
                pair("d_default", ["Elixir.GenServer"], base: false, target: false),
                pair("e_own", ["Elixir.GenServer"], base: false, target: true),
                pair("f_lost", ["gen_server"], base: true, target: nil),
                pair("g_sup", ["supervisor"], base: nil, target: nil),
                pair("h_dynamic", ["Elixir.DynamicSupervisor"], base: nil, target: nil),
            ]))
        #expect(
            Self.lines(script.up) == [
                "{load_module,a_plain,soft_purge,soft_purge,[]}",
                "{update,b_server,{advanced,[]},soft_purge,soft_purge,[]}",
                "{update,c_identity,{advanced,[]},soft_purge,soft_purge,[]}",
                "{update,d_default,soft,soft_purge,soft_purge,[]}",
                "{update,e_own,{advanced,[]},soft_purge,soft_purge,[]}",
                "{update,f_lost,soft,soft_purge,soft_purge,[]}",
                "{update,g_sup,supervisor}",
                "{update,h_dynamic,supervisor}",
            ])
        #expect(script.down == script.up.reversed())
    }

    @Test func purgesAsAsked() throws {
        let changed: [(ModuleFacts, ModuleFacts)] = [
            (.made("a"), .made("a", version: 2)), (.made("b"), .made("b", version: 2)),
            (.made("s", behaviours: ["supervisor"]), .made("s", behaviours: ["supervisor"], version: 2)),
        ]
        let script = try Self.script(.made(changed: changed), purge: "default=brutal;b=soft/brutal;s=soft")
        #expect(
            Self.lines(script.up) == [
                "{load_module,a,brutal_purge,brutal_purge,[]}", "{load_module,b,soft_purge,brutal_purge,[]}",
                "{update,s,static,default,{advanced,[]},soft_purge,soft_purge,[]}",
            ])
    }

    static func supervisor(_ children: [String], version: UInt8, name: String? = "sup") -> ModuleFacts {
        .made(
            "sup", behaviours: ["supervisor"],
            supervision: Supervision(
                supervisor: name.map { .atom($0) },
                children: .known(
                    children.map { child in
                        let parts = child.split(separator: ":").map(String.init)
                        let start = ErlangTerm.tuple(.atom(parts[1]), .atom("start_link"), .emptyList)
                        return .init(
                            specification: .map(ErlangMap([(.atom("id"), .atom(parts[0])), (.atom("start"), start)])))
                    }), isElixir: false), version: version)
    }

    @Test func startsAChildBeforeItsCallersAndStopsOneAfterThem() throws {
        let script = try Self.script(
            .made(
                added: [.made("new", version: 2)], removed: [.made("old")],
                changed: [
                    (
                        Self.supervisor(["o:old", "k:keep"], version: 1),
                        Self.supervisor(["k:keep", "n:new"], version: 2)
                    ),
                    (.made("caller", calls: ["old"]), .made("caller", version: 2)),
                    (.made("user"), .made("user", calls: ["new"], version: 2)),
                ]))
        #expect(
            Self.lines(script.up) == [
                "{load_module,caller,soft_purge,soft_purge,[]}",
                "{add_module,new}",
                "{apply,{supervisor,terminate_child,[sup,o]}}",
                "{apply,{supervisor,delete_child,[sup,o]}}",
                "{update,sup,supervisor}",
                "{apply,{supervisor,restart_child,[sup,n]}}",
                "{load_module,user,soft_purge,soft_purge,[]}",
                "{delete_module,old}",
            ])
        #expect(
            Self.lines(script.down) == [
                "{add_module,old}",
                "{load_module,user,soft_purge,soft_purge,[]}",
                "{apply,{supervisor,terminate_child,[sup,n]}}",
                "{apply,{supervisor,delete_child,[sup,n]}}",
                "{update,sup,supervisor}",
                "{apply,{supervisor,restart_child,[sup,o]}}",
                "{delete_module,new}",
                "{load_module,caller,soft_purge,soft_purge,[]}",
            ])
        #expect(script.notes.isEmpty)
    }

    @Test func startsAChildAnewThatAnotherModuleStarts() throws {
        let script = try Self.script(
            .made(changed: [(Self.supervisor(["c:one"], version: 1), Self.supervisor(["c:two"], version: 2))]))
        #expect(
            Self.lines(script.up) == [
                "{apply,{supervisor,terminate_child,[sup,c]}}", "{update,sup,supervisor}",
                "{apply,{supervisor,restart_child,[sup,c]}}",
            ])
        #expect(Self.lines(script.down) == Self.lines(script.up))
    }

    @Test func notesWhatItCannotSee() throws {
        var unknown = Self.supervisor([], version: 2)
        unknown.supervision = nil
        let cases: [(ModuleFacts, ModuleFacts, AppupNote.Code)] = [
            (Self.supervisor(["a:a"], version: 1), unknown, .childrenNotVisible),
            (
                Self.supervisor([], version: 1, name: nil), Self.supervisor(["a:a"], version: 2, name: nil),
                .supervisorNotVisible
            ),
        ]
        for (base, target, code) in cases {
            let script = try Self.script(.made(changed: [(base, target)]))
            #expect(Self.lines(script.up) == ["{update,sup,supervisor}"])
            #expect(script.notes.map(\.code) == [code])
        }
    }

    @Test func notesAStateThatNothingConverts() throws {
        var (base, target) = (
            ModuleFacts.made("m", codeChange: false), ModuleFacts.made("m", codeChange: false, version: 2)
        )
        base.stateShape = .known(.tuple(.atom("state"), .atom("_")))
        target.stateShape = .known(.tuple(.atom("state"), .atom("_"), .atom("_")))
        #expect(try Self.script(.made(changed: [(base, target)])).notes.map(\.code) == [.stateNotConverted])
        target.codeChanges = [.init(function: LocalFunction("code_change", 3), isIdentity: false)]
        #expect(try Self.script(.made(changed: [(base, target)])).notes.isEmpty)
    }

    @Test func loadsAModuleThatMovedFromTheApplicationThatHasIt() throws {
        var (from, to) = (
            ApplicationDiff.made(removed: [.made("m")]), ApplicationDiff.made(added: [.made("m", version: 2)])
        )
        (from.name, to.name) = ("from", "to")
        let generator = AppupGenerator([from, to])
        let load = ["{load_module,m,soft_purge,soft_purge,[]}"]
        #expect(Self.lines(generator.script(for: from)!.up).isEmpty)
        #expect(Self.lines(generator.script(for: from)!.down) == load)
        #expect(Self.lines(generator.script(for: to)!.up) == load)
        #expect(Self.lines(generator.script(for: to)!.down).isEmpty)
    }
}
