import ErlangTerms
import Files
import Relups
import TestSupport
import Testing

@testable import RelupModifications

/// Modification modules in a VM, with a stand-in of our own for edeliver's struct and behaviour.
@Suite(
    .enabled(
        if: CommandRun.find("erlc") != nil && CommandRun.find("elixirc") != nil, "needs Erlang and Elixir"))
struct ModificationModuleTests {
    /// A folder as of an unpacked release, with the stand-in compiled in it; made once, for it takes a while.
    private static let release = Result { () throws in
        let folder = TemporaryDirectory()
        for (application, compiler, source) in [
            ("edeliver-1.9.2", "elixirc", "stand_in.ex"), ("acme-1.0.0", "erlc", "acme_modification.erl"),
        ] {
            let beams = folder.path("lib/\(application)/ebin")
            try Directory.create(beams)
            let run = try CommandRun.run([compiler, "-o", beams, Fixture.path("modification-module/\(source)")])
            try #require(run.status == 0, "\(run.errorText)")
        }
        // A release holds Elixir; here it is the host's.
        let link = "ln -s \"$(dirname \"$(readlink -f \"$(command -v elixir)\")\")/../lib/elixir\" lib/elixir"
        _ = try CommandRun.run(["sh", "-c", link], directory: folder.path)
        return folder
    }

    private static func apply(_ module: Atom, to relup: Relup) throws -> Relup {
        try ModificationModule(module: module, release: release.get().path).apply(to: relup, name: "acme")
    }

    private static func relup(version: String = "2") throws -> Relup {
        func script(_ text: String) throws -> [ErlangTerm] {
            try TermTextReader.term(fromText: text, name: "script").list ?? []
        }
        let up = try script("[{load_object_code, {acme, \"\(version)\", [a, b]}}, point_of_no_return]")
        return Relup(
            version: version,
            up: [.init(version: "0", instructions: up), .init(version: "1", instructions: [])],
            down: [.init(version: "1", instructions: []), .init(version: "0.5", instructions: [])])
    }

    @Test func elixirModuleModifiesEveryBase() throws {
        let relup = try Self.relup()
        let result = try Self.apply("Elixir.Acme.Relup.Modification", to: relup)
        #expect(
            TermTextPrinter.text(of: result.term, style: .pretty) == """
                {"2",
                 [{"0",[],
                   [{apply,{'Elixir.Logger',info,[<<"acme 2 from 0">>]}},
                    {load_object_code,{acme,"2",[a,b]}},
                    point_of_no_return]},
                  {"1",[],[{apply,{'Elixir.Logger',info,[<<"acme 2 from 1">>]}}]}],
                 [{"1",[],[{apply,{'Elixir.Acme',check,[[]]}}]},
                  {"0.5",[],[{apply,{'Elixir.Acme',check,[[]]}}]}]}
                """)
    }

    @Test func erlangModuleModifies() throws {
        let result = try Self.apply("acme_modification", to: Self.relup())
        let call = try TermTextReader.term(fromText: "{apply, {acme, upgrade, [<<\"é\">>]}}", name: "call")
        #expect(result.up.map { $0.instructions.first } == [call, call])
    }

    @Test func failureOfTheModuleIsTold() throws {
        let error = #expect(throws: ModificationError.self) {
            try Self.apply("acme_modification", to: Self.relup(version: "3"))
        }
        #expect(
            error?.message == """
                cannot run 'acme_modification.modify_relup/2': acme_modification:modify_relup/2 failed with error: \
                {no_way_to,"3é"}; a modification file needs no VM: --modification FILE
                """)
    }

    @Test func missingReleaseIsTold() {
        let module = ModificationModule(module: "acme_modification", release: "/nowhere/release")
        let error = #expect(throws: FileError.self) { try module.apply(to: Self.relup(), name: "acme") }
        #expect(error?.description == "cannot open '/nowhere/release': No such file or directory")
    }

    @Test func missingModuleIsTold() throws {
        let error = #expect(throws: ModificationError.self) { try Self.apply("missing", to: Self.relup()) }
        #expect(error?.message.contains("the release does not hold that module") == true)
    }

    @Test func releaseWithoutEdeliverIsTold() throws {
        let empty = TemporaryDirectory()
        let beams = empty.path("lib/acme-1.0.0/ebin")
        try Directory.create(beams)
        let beam = try WholeFile.read(Self.release.get().path("lib/acme-1.0.0/ebin/acme_modification.beam"))
        try WholeFile.write(beam, to: "\(beams)/acme_modification.beam")
        let error = #expect(throws: ModificationError.self) {
            try ModificationModule(module: "acme_modification", release: empty.path)
                .apply(to: Self.relup(), name: "acme")
        }
        #expect(error?.message.contains("the release does not hold edeliver") == true)
    }
}
