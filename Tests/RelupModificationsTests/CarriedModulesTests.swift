import ErlangTerms
import Files
import RelupRuntime
import Relups
import TestSupport
import Testing

@testable import RelupModifications

struct CarriedModulesTests {
    private let folder = TemporaryDirectory()

    /// What a modification makes of a relup with a runtime whose code is one byte each.
    private func modify(
        up: String, down: String = "PONR", _ commands: [String] = [], additions: Additions = Additions(),
        erts: String = "13.1", _ change: (inout ModificationRequest) -> Void = { _ in }
    ) throws -> RelupModification.Outcome {
        let contents = """
            {relup_runtime, #{otp => 25, modules => [{relup_info,[relup_message],[]}, {relup_message,[],[]}, \
            {relup_load_protocols,[],[]}, {relup_load_configuration,[],[]}, {relup_sleep,[relup_message],[]}, \
            {relup_set_variables,[],[]}, {relup_prepare_configuration,[relup_providers],[]}, {relup_providers,[],[]}]}}.
            """
        try WholeFile.write(Array(contents.utf8), to: folder.path("relup_runtime.term"))
        let names = [
            "info", "message", "load_protocols", "load_configuration", "sleep", "set_variables",
            "prepare_configuration", "providers",
        ]
        for (index, name) in names.enumerated() {
            try WholeFile.write([UInt8(index)], to: folder.path("relup_\(name).beam"))
        }
        var request = ModificationRequest()
        request.commands = commands
        request.runtimeDirectory = folder.path("")
        change(&request)
        return try request.apply(
            to: Shorthand.relup(up: up, down: down), configuration: .init(name: "web", calledModules: .own),
            facts: .init(additions: additions, releases: [("web", "1", erts), ("web", "2", "14.0")]), environment: [:]
        ).outcome
    }

    private func lines(_ script: [ErlangTerm]) -> [String] { script.map { TermTextPrinter.line(of: $0) } }

    @Test func exactlyWhatAScriptCallsIsCarried() throws {
        let outcome = try modify(up: "code a b | PONR | load b", ["Info up down append"]) { request in
            request.choice.modification = "none"
        }
        #expect(
            lines(outcome.relup.up[0].instructions) == [
                "{apply,{code,load_binary,[relup_info,\"relup_info.beam\",<<0>>]}}",
                "{apply,{code,load_binary,[relup_message,\"relup_message.beam\",<<1>>]}}",
                "{load_object_code,{a,\"1\",[b]}}", "point_of_no_return", "{load,{b,brutal_purge,brutal_purge}}",
                "{apply,{relup_info,run,[<<\"up\">>]}}",
                "{remove,{relup_info,brutal_purge,brutal_purge}}",
                "{remove,{relup_message,brutal_purge,brutal_purge}}", "{purge,[relup_info,relup_message]}",
            ])
        #expect(outcome.changes.map(\.step) == ["Info", "Info", "relup_runtime", "relup_runtime"])
    }

    @Test func aScriptThatCallsNothingCarriesNothing() throws {
        let relup = try modify(up: "PONR | load b", down: "PONR") { $0.choice.modification = "none" }.relup
        #expect(Shorthand.text(relup.up[0].instructions) == "PONR | load b")
        #expect(Shorthand.text(relup.down[0].instructions) == "PONR")
    }

    @Test func nothingIsRemovedWhereTheEmulatorRestarts() throws {
        let relup = try modify(up: "PONR | load b | restart", ["Sleep 1"]).relup
        #expect(
            lines(relup.up[0].instructions).suffix(3) == [
                "{apply,{relup_sleep,run,[1]}}", "{load,{b,brutal_purge,brutal_purge}}", "restart_emulator",
            ])
    }

    @Test func restartOfTheEmulatorStaysFirst() throws {
        var relup = Shorthand.relup(up: "PONR")
        relup.up[0].instructions.insert(.atom("restart_new_emulator"), at: 0)
        relup.up[0].instructions.append(LowLevelInstruction.run("relup_sleep", .integer(1)).term)
        _ = try modify(up: "PONR")
        let embedded = CarriedModules.embed(try CompiledModules(directory: folder.path("")), in: relup)
        #expect(embedded.up[0].instructions.first == .atom("restart_new_emulator"))
        #expect(LowLevelInstruction(embedded.up[0].instructions[1]).call?.carriedModule == "relup_message")
        #expect(CarriedModules.embed(try CompiledModules(directory: folder.path("")), in: embedded) == embedded)
    }

    @Test func anOlderEmulatorIsRefused() throws {
        #expect(throws: RuntimeError.self) { try modify(up: "PONR", ["Sleep 1"], erts: "12.3") }
        #expect(try modify(up: "PONR", erts: "12.3").relup.up.count == 1)
    }

    @Test func aHostWithoutTheRuntimeIsTold() throws {
        let error = #expect(throws: RuntimeError.self) {
            try modify(up: "PONR", ["Sleep 1"]) { $0.runtimeDirectory = folder.path("none") }
        }
        #expect(error?.code == .notBuilt)
    }

    // MARK: - Hooks

    private let additions = Additions(
        protocols: ["1": .init(up: ["p", "q"], down: ["p"])], providers: ["1": ["provider"]])

    /// The modification's own calls, and what of the script is around them.
    private func short(_ script: [ErlangTerm]) -> String {
        Shorthand.text(
            script.filter { instruction in
                LowLevelInstruction(instruction).call?.carriedModule == nil
                    && !["remove", "purge"].contains(instruction.tuple?.first?.atom)
            })
    }

    @Test func protocolsAreLoadedBehindTheLastLoadUpAndFirstDown() throws {
        let relup = try modify(
            up: "code a b p | PONR | suspend b | load b | load p | change b | resume b",
            down: "code a b p | PONR | suspend b | load b | load p | remove c", additions: additions
        ).relup
        #expect(
            short(relup.up[0].instructions)
                == """
                run relup_prepare_configuration | code a b p | PONR | run relup_load_configuration | suspend b | \
                load b | load p | run relup_load_protocols | change b | resume b | run relup_set_variables
                """)
        #expect(
            short(relup.down[0].instructions)
                == """
                run relup_prepare_configuration | code a b p | PONR | run relup_load_configuration | \
                run relup_load_protocols | suspend b | load b | load p | run relup_load_protocols | run relup_set_variables
                """)
        #expect(
            lines(relup.up[0].instructions).contains("{apply,{relup_load_protocols,run,[{\"2\",[p,q]}]}}"))
        #expect(lines(relup.down[0].instructions).contains("{apply,{relup_load_protocols,run,[{\"1\",[p]}]}}"))
        #expect(lines(relup.down[0].instructions).contains("{apply,{relup_load_configuration,run,[\"1\"]}}"))
    }

    @Test func configurationIsLoadedAgainWithANewProvider() throws {
        let relup = try modify(
            up: "code a p | PONR | load provider | change provider", down: "PONR | load b | load provider | load p",
            additions: additions
        ).relup
        #expect(
            short(relup.up[0].instructions)
                == """
                run relup_prepare_configuration | code a p | PONR | run relup_load_configuration | load provider | \
                run relup_load_protocols | \
                run relup_load_configuration | change provider | run relup_set_variables
                """)
        #expect(
            short(relup.down[0].instructions)
                == """
                run relup_prepare_configuration | PONR | run relup_load_configuration | run relup_load_protocols | \
                load b | load provider | load p | \
                run relup_load_protocols | run relup_load_configuration | run relup_set_variables
                """)
    }

    @Test func includedConfigurationAndLoggerAreSetBothWays() throws {
        let relup = try modify(
            up: "PONR | load b", down: "PONR | load b", additions: Additions(included: ["1"], loggers: ["1"])
        ).relup
        for script in [relup.up[0].instructions, relup.down[0].instructions] {
            #expect(
                short(script)
                    == "run relup_prepare_configuration | PONR | run relup_load_configuration | load b | "
                    + "run relup_configure_logger")
        }
        #expect(lines(relup.up[0].instructions).contains("{apply,{relup_configure_logger,run,[{\"1\",\"2\"}]}}"))
        #expect(lines(relup.down[0].instructions).contains("{apply,{relup_configure_logger,run,[{\"2\",\"1\"}]}}"))
        #expect(lines(relup.down[0].instructions).contains("{apply,{relup_load_configuration,run,[\"1\"]}}"))
    }

    @Test func whatIsInsertedIsTold() throws {
        let changes = try modify(up: "PONR", additions: additions).changes.map(\.description)
        #expect(changes.contains("consolidated protocols: 1 instruction inserted (up from 1)"))
        #expect(changes.contains("runtime configuration: 2 instructions inserted (down to 1)"))
    }

    /// The environment is incomplete until then.
    @Test func nothingComesBeforeTheConfigurationButWhatItNeeds() throws {
        let script = try modify(up: "code a | PONR | load b", additions: additions).relup.up[0].instructions
        let steps = script.map(LowLevelInstruction.init)
        let first = steps.prefix { $0.runModule != "relup_prepare_configuration" }
        #expect(
            first.map { $0.call?.carriedModule } == ["relup_prepare_configuration", "relup_providers"])
        let carried = steps.compactMap { $0.call?.carriedModule }
        #expect(carried.count == Set(carried).count && carried.contains("relup_load_configuration"))
    }

    @Test func hooksCanBeLeftOut() throws {
        for change: (inout ModificationRequest) -> Void in [
            { $0.leavesOutAdditions = true }, { $0.choice.skips = true }, { $0.choice.modification = "none" },
        ] {
            let up = try modify(up: "PONR | load b", additions: additions, change).relup.up[0].instructions
            #expect(short(up) == "PONR | load b")
        }
    }

    @Test func otherBasesNeedNone() throws {
        let other = Additions(protocols: ["0": .init(up: ["p"], down: ["p"])], providers: ["0": ["b"]])
        #expect(short(try modify(up: "PONR | load b", additions: other).relup.up[0].instructions) == "PONR | load b")
    }
}
