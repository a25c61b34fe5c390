import ErlangTerms
import Testing

@testable import RelupModifications

struct ModificationChoiceTests {
    private static let phoenix = ModificationChoice.ReleaseFacts(applications: ["kernel", "phoenix", "cowboy", "ranch"])

    private func choice(
        _ options: ModificationChoice.Options = .init(), environment: [String: String] = [:],
        _ release: ModificationChoice.ReleaseFacts = phoenix
    ) throws -> ModificationChoice {
        try ModificationChoice(options, environment: environment, release: release)
    }

    @Test func optionsCountFirst() throws {
        let environment = ["SKIP_RELUP_MODIFICATIONS": "true", "RELUP_MODIFICATION_MODULE": "Elixir.A"]
        let table: [(ModificationChoice.Options, ModificationChoice.Modification, String)] = [
            (.init(skips: true), .none, "no modification: --skip-relup-mod"),
            (.init(modification: "none"), .none, "no modification: --modification none"),
            (.init(modification: "default"), .default, "default modification: --modification default"),
            (.init(modification: "phoenix"), .phoenix, "phoenix modification: --modification phoenix"),
            (.init(modification: "my.file"), .file("my.file"), "modification 'my.file': named by --modification"),
            (
                .init(module: "Acme.Relup.Modification"), .module("Elixir.Acme.Relup.Modification"),
                "modification module 'Elixir.Acme.Relup.Modification': --relup-mod"
            ),
            (.init(module: "Elixir.A"), .module("Elixir.A"), "modification module 'Elixir.A': --relup-mod"),
            (.init(module: "acme"), .module("acme"), "modification module 'acme': --relup-mod"),
            (
                .init(module: "Edeliver.Relup.PhoenixModification"), .phoenix, "phoenix modification: --relup-mod"
            ),
            (
                .init(module: "Elixir.Edeliver.Relup.DefaultModification"), .default,
                "default modification: --relup-mod"
            ),
        ]
        for (options, modification, reason) in table {
            let choice = try choice(options, environment: environment)
            #expect(choice.modification == modification)
            #expect(choice.reason == reason)
        }
    }

    @Test func theFileOfTheReleaseCountsBeforeItsModules() throws {
        let release = ModificationChoice.ReleaseFacts(modificationFile: [1], modificationModules: ["Elixir.A"])
        #expect(try choice(release).modification == .text([1]))
        #expect(try choice(release).reason == "modification of the release: 'relup.modification'")
        #expect(try choice(.init(modification: "none"), release).modification == .none)
    }

    @Test(arguments: [
        ModificationChoice.Options(modification: "default", module: "A"),
        .init(modification: "none", skips: true), .init(module: "A", skips: true),
    ])
    func optionsThatDoNotGoTogetherAreAnError(options: ModificationChoice.Options) {
        #expect(throws: ModificationError(.conflictingOptions, "")) { try choice(options) }
    }

    @Test func variablesOfEdeliverCount() throws {
        let skip = try choice(environment: ["SKIP_RELUP_MODIFICATIONS": "true", "RELUP_MODIFICATION_MODULE": "A"])
        #expect(skip.modification == .none)
        #expect(skip.reason == "no modification: SKIP_RELUP_MODIFICATIONS is true")
        let module = try choice(
            environment: ["SKIP_RELUP_MODIFICATIONS": "1", "RELUP_MODIFICATION_MODULE": "Elixir.My.Mod"])
        #expect(module.modification == .module("Elixir.My.Mod"))
        #expect(module.reason == "modification module 'Elixir.My.Mod': RELUP_MODIFICATION_MODULE")
        #expect(try choice(environment: ["RELUP_MODIFICATION_MODULE": ""]).modification == .phoenix)
    }

    @Test(
        arguments: [
            (["phoenix", "cowboy"], ModificationChoice.Modification.phoenix),
            (["phoenix", "bandit", "thousand_island"], .phoenix),
            (["phoenix", "phoenix_pubsub"], .default),
            (["cowboy", "ranch"], .default),
            ([], .default),
        ] as [([Atom], ModificationChoice.Modification)])
    func releaseDecidesOtherwise(applications: [Atom], modification: ModificationChoice.Modification) throws {
        let choice = try choice(.init(applications: Set(applications)))
        #expect(choice.modification == modification)
        #expect(
            choice.reason
                == (modification == .phoenix
                    ? "phoenix modification: the release holds phoenix and \(applications[1])"
                    : "default modification: the release holds no Phoenix application with a web server"))
    }

    private func choice(_ release: ModificationChoice.ReleaseFacts) throws -> ModificationChoice {
        try choice(.init(), release)
    }

    @Test func modulesOfTheReleaseAreNotRunUnasked() throws {
        let ready: [Atom] = [
            "Elixir.Edeliver.Relup.DefaultModification", "Elixir.Edeliver.Relup.PhoenixModification",
        ]
        #expect(try choice(.init(modificationModules: ready)).modification == .default)
        let own = ModificationChoice.ReleaseFacts(modificationModules: ready + ["Elixir.Acme.Modification"])
        let error = #expect(throws: ModificationError.self) { try choice(own) }
        #expect(error?.code == .undecided)
        #expect(
            error?.message == """
                the release brings a modification of its own, 'Elixir.Acme.Modification': run it with \
                --relup-mod=Elixir.Acme.Modification, use another with --modification, or none with --skip-relup-mod
                """)
        #expect(try choice(.init(modification: "default"), own).modification == .default)
        #expect(try choice(environment: ["SKIP_RELUP_MODIFICATIONS": "true"], own).modification == .none)
    }

    @Test func severalModulesOfTheReleaseAreListed() {
        let release = ModificationChoice.ReleaseFacts(modificationModules: ["a", "b"])
        let error = #expect(throws: ModificationError.self) { try choice(release) }
        #expect(error?.message.hasPrefix("the release brings modifications of its own, 'a', 'b': ") == true)
    }
}
