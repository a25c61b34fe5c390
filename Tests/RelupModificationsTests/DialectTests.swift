import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

/// Each fault of edeliver's, strict and repaired side by side.
struct DialectTests {
    /// What commands make of scripts.
    private func modified(
        _ commands: [String], up: String = "", down: String = "", _ dialect: Dialect = .strict
    ) throws -> (up: String, down: String) {
        let modification = try RelupModification(name: "test", commands: commands)
        let relup = try modification.apply(
            to: Shorthand.relup(up: up, down: down), configuration: .init(name: "name", dialect: dialect)
        ).relup
        return (Shorthand.text(relup.up[0].instructions), Shorthand.text(relup.down[0].instructions))
    }

    /// The strict dialect with one fault repaired.
    private func repairing(_ faults: WritableKeyPath<Dialect, Bool>...) -> Dialect {
        var dialect = Dialect.strict
        for fault in faults { dialect[keyPath: fault] = true }
        return dialect
    }

    @Test func strictAndRepairedDifferEverywhere() {
        #expect(Dialect.strict != Dialect.repaired)
        #expect(Mirror(reflecting: Dialect.strict).children.allSatisfy { $0.value as? Bool == false })
        #expect(Mirror(reflecting: Dialect.repaired).children.allSatisfy { $0.value as? Bool == true })
    }

    @Test func softPurges() throws {
        let brutal = """
            [{load, {a, brutal_purge, brutal_purge}}, {remove, {a, brutal_purge, brutal_purge}}, \
            {load_module, a, brutal_purge, brutal_purge, []}, {update, a, soft, brutal_purge, brutal_purge, []}, \
            {update, a, dynamic, 5000, soft, soft_purge, brutal_purge, []}]
            """
        let strict = """
            [{load, {a, soft_purge, brutal_purge}}, {remove, {a, brutal_purge, brutal_purge}}, \
            {load_module, a, brutal_purge, brutal_purge, []}, {update, a, soft, soft_purge, brutal_purge, []}, \
            {update, a, dynamic, 5000, soft, soft_purge, brutal_purge, []}]
            """
        let pre = """
            [{load, {a, soft_purge, brutal_purge}}, {remove, {a, soft_purge, brutal_purge}}, \
            {load_module, a, soft_purge, brutal_purge, []}, {update, a, soft, soft_purge, brutal_purge, []}, \
            {update, a, dynamic, 5000, soft, soft_purge, brutal_purge, []}]
            """
        let both = """
            [{load, {a, soft_purge, soft_purge}}, {remove, {a, soft_purge, soft_purge}}, \
            {load_module, a, soft_purge, soft_purge, []}, {update, a, soft, soft_purge, soft_purge, []}, \
            {update, a, dynamic, 5000, soft, soft_purge, soft_purge, []}]
            """
        func softened(_ command: String, _ dialect: Dialect) throws -> ErlangTerm {
            let list = try #require(try TermTextReader.term(fromText: brutal, name: "script").list)
            let relup = Relup(version: "2", up: [.init(version: "1", instructions: list)], down: [])
            var dialect = dialect
            dialect.acceptsSeveralBases = true
            return .list(
                try RelupModification(name: "test", commands: [command])
                    .apply(to: relup, configuration: .init(name: "name", dialect: dialect)).relup.up[0].instructions)
        }
        func term(_ text: String) throws -> ErlangTerm { try TermTextReader.term(fromText: text, name: "script") }
        #expect(try softened("SoftPurge", .strict) == term(strict))
        #expect(try softened("SoftPurge", repairing(\.softensEveryPurge)) == term(both))
        #expect(try softened("SoftPurge pre", repairing(\.softensEveryPurge)) == term(pre))
        #expect(try softened("DefaultModification", .repaired) == term(both))
    }

    @Test func unloadsKeepTheirOrder() throws {
        let down = "PONR | remove Info | purge Info | load a"
        #expect(
            try modified(["Info x y append"], down: down).down
                == "PONR | load a | run Info | purge Info | remove Info")
        #expect(
            try modified(["Info x y append"], down: down, repairing(\.keepsOrderOfUnloads)).down
                == "PONR | load a | run Info | remove Info | purge Info")
    }

    @Test func listsOfPurgesAreSplit() throws {
        let down = "PONR | remove Info | purge a Info"
        #expect(
            try modified(["Info x y append"], down: down).down
                == "PONR | purge a Info | run Info | remove Info")
        #expect(
            try modified(["Info x y append"], down: down, repairing(\.splitsPurgeLists, \.keepsOrderOfUnloads)).down
                == "PONR | purge a | run Info | remove Info | purge Info")
    }

    @Test func checksComeFirstWithoutLoadObjectCode() throws {
        let up = "PONR | load a"
        #expect(try modified(["StartSection check"], up: up).up == "PONR | load a | run Info")
        #expect(
            try modified(["StartSection check"], up: up, repairing(\.checksFirstWithoutLoadObjectCode)).up
                == "run Info | PONR | load a")
    }

    @Test func placesAreFoundWithoutPointOfNoReturn() throws {
        let commands = ["CheckRanchAcceptors", "Info x y insert_after_point_of_no_return", "Sleep"]
        #expect(
            try modified(commands, up: "code a a | load a").up
                == "code a a | load a | run CheckRanchAcceptors | run Info | run Sleep")
        #expect(
            try modified(commands, up: "code a a | load a", repairing(\.findsPlaceOfMissingPointOfNoReturn)).up
                == "code a a | run CheckRanchAcceptors | run Info | run Sleep | load a")
    }

    @Test(arguments: ["suspend a", "stop a b", "purge a b", "change a b", "application stop a"])
    func everyChangeIsRecognised(change: String) throws {
        let up = "PONR | \(change) | load a"
        #expect(try modified(["Sleep"], up: up).up == "PONR | \(change) | run Sleep | load a")
        #expect(
            try modified(["Sleep"], up: up, repairing(\.recognisesEveryChange)).up
                == "PONR | run Sleep | \(change) | load a")
    }

    @Test(arguments: [
        "{update, a, 5000, soft, soft_purge, soft_purge, []}",
        "{update, a, static, 5000, soft, soft_purge, soft_purge, []}",
    ])
    func timedUpdatesAreRecognised(update: String) throws {
        let update = try TermTextReader.term(fromText: update, name: "update")
        #expect(!Dialect.strict.isChange(LowLevelInstruction(update)))
        #expect(repairing(\.recognisesTimedUpdates).isChange(LowLevelInstruction(update)))
    }

    @Test func moduleIsUnloadedBehindTheLastOfEqualCalls() throws {
        let commands = ["Info m m append", "Info m m append"]
        #expect(try modified(commands, down: "PONR | load Info").down == "PONR | run Info | load Info | run Info")
        #expect(
            try modified(commands, down: "PONR | load Info", repairing(\.unloadsBehindLastEqualCall)).down
                == "PONR | run Info | run Info | load Info")
    }

    @Test func lastCallIsTheLast() throws {
        // Two calls with different arguments, the first one given.
        var elements = Shorthand.script("load Info | run Info | PONR | run Info")
        elements[3] = LowLevelInstruction.run("Elixir.Edeliver.Relup.Instructions.Info", .atom("another")).term
        func unloaded(_ dialect: Dialect) throws -> String {
            var list = InstructionList(elements, dialect: dialect)
            let module = try #require(LowLevelInstruction(elements[0]).loaded)
            try list.unload(module, afterLast: elements[1])
            return Shorthand.text(list.instructions)
        }
        #expect(try unloaded(.strict) == "run Info | load Info | PONR | run Info")
        #expect(try unloaded(repairing(\.findsLastCall)) == "run Info | PONR | run Info | load Info")
    }

    /// An endless loop in edeliver: an error in every dialect.
    @Test(arguments: [Dialect.strict, .repaired])
    func missingCallIsAnError(dialect: Dialect) throws {
        var list = InstructionList(Shorthand.script("PONR | remove a"), dialect: dialect)
        #expect(throws: ModificationError(.missingCall, "")) {
            try list.unload("a", after: .atom("not_there"))
        }
        #expect(Shorthand.text(list.instructions) == "PONR | remove a")
    }

    @Test func nothingIsAppendedBehindAnEmulatorRestart() throws {
        #expect(
            try modified(["ResumeChannels"], up: "PONR | load a | restart").up
                == "PONR | load a | restart | run ResumeChannels")
        #expect(
            try modified(["ResumeChannels"], up: "PONR | load a | restart", repairing(\.stopsAtEmulatorRestart)).up
                == "PONR | load a | run ResumeChannels | restart")
    }

    @Test func instructionsKeepTheOrderOfTheModification() throws {
        let commands = ["SuspendRanchAcceptors", "FinishRunningRequests"]
        let up = "PONR | load a | load CheckRanchAcceptors | load SuspendRanchAcceptors"
        #expect(
            try modified(commands, up: up).up
                == """
                PONR | load CheckRanchAcceptors | run FinishRunningRequests | load SuspendRanchAcceptors | \
                run SuspendRanchAcceptors | load a
                """)
        #expect(
            try modified(commands, up: up, repairing(\.passesOverLoadsOfInstructions)).up
                == """
                PONR | load SuspendRanchAcceptors | load CheckRanchAcceptors | run SuspendRanchAcceptors | \
                run FinishRunningRequests | load a
                """)
    }

    @Test func allThatRunsIsLoadedBeforeTheFirstAndUnloadedAfterTheLastCall() throws {
        let commands = ["Info x y insert_after_point_of_no_return", "ResumeRanchAcceptors"]
        let up = "code e Info RunnableInstruction | PONR | load a | load RunnableInstruction | load Info"
        let down = "PONR | remove RunnableInstruction | remove Info | load a"
        let strict = try modified(commands, up: up, down: down)
        #expect(
            strict.up == """
                code e Info RunnableInstruction | PONR | load Info | run Info | load a | load RunnableInstruction | \
                run ResumeRanchAcceptors
                """)
        #expect(
            strict.down
                == "PONR | run Info | remove RunnableInstruction | remove Info | load a | run ResumeRanchAcceptors")
        let repaired = try modified(
            commands, up: up, down: down, repairing(\.loadsAllThatRuns, \.keepsOrderOfUnloads))
        #expect(
            repaired.up == """
                code e Info RunnableInstruction | PONR | load RunnableInstruction | load Info | run Info | load a | \
                run ResumeRanchAcceptors
                """)
        #expect(
            repaired.down
                == "PONR | run Info | load a | run ResumeRanchAcceptors | remove RunnableInstruction | remove Info")
    }

    @Test func restartedRuntimeStaysLoaded() throws {
        let commands = ["Info x y insert_after_point_of_no_return", "Info x y append"]
        let up = """
            code e Info | PONR | application stop e | remove Info | purge Info | load Info | application start e
            """
        let loading = repairing(\.loadsAllThatRuns, \.keepsOrderOfUnloads)
        #expect(
            try modified(commands, up: up, loading).up
                == """
                code e Info | PONR | load Info | run Info | application stop e | remove Info | purge Info | \
                application start e | run Info
                """)
        let keeping = repairing(\.loadsAllThatRuns, \.keepsOrderOfUnloads, \.keepsRestartedRuntimeLoaded)
        #expect(
            try modified(commands, up: up, keeping).up
                == """
                code e Info | PONR | remove Info | purge Info | load Info | run Info | application stop e | \
                application start e | run Info
                """)
    }

    @Test func removedRuntimeStaysLoaded() throws {
        let commands = ["Info x y insert_after_point_of_no_return", "Info x y append"]
        let up = "PONR | application stop e | remove Info | purge Info | load a"
        let down = "code e Info | PONR | load a | load Info | application start e"
        let loading = repairing(\.loadsAllThatRuns, \.keepsOrderOfUnloads)
        #expect(
            try modified(commands, up: up, down: down, loading) == (
                up: "PONR | run Info | application stop e | remove Info | purge Info | load a | run Info",
                down: "code e Info | PONR | run Info | load a | application start e | run Info | load Info"
            ))
        let keeping = repairing(\.loadsAllThatRuns, \.keepsOrderOfUnloads, \.keepsRestartedRuntimeLoaded)
        #expect(
            try modified(commands, up: up, down: down, keeping) == (
                up: "PONR | run Info | application stop e | load a | run Info | remove Info | purge Info",
                down: "code e Info | PONR | load Info | run Info | load a | application start e | run Info"
            ))
    }

    /// release_handler loads before the point of no return twice, in the check and in the installation: no harm.
    @Test(arguments: [Dialect.strict, .repaired])
    func loadsMayMoveBeforeThePointOfNoReturn(dialect: Dialect) throws {
        #expect(
            try modified(
                ["CheckRanchAcceptors"], up: "code e CheckRanchAcceptors | PONR | load CheckRanchAcceptors", dialect
            )
            .up == "code e CheckRanchAcceptors | load CheckRanchAcceptors | run CheckRanchAcceptors | PONR")
    }

    /// edeliver's default for the section always throws.
    @Test func sectionWithoutANameIsAnError() {
        #expect(throws: ModificationError(.wrongArguments, "")) { try modified(["StartSection"]) }
    }

    @Test func eachScriptChecksItsOwnModules() throws {
        func checked(_ dialect: Dialect) throws -> [ErlangTerm?] {
            let relup = try RelupModification(name: "test", commands: ["CheckProcessesRunningOldCode"]).apply(
                to: Shorthand.relup(up: "code a new | PONR", down: "code a old | PONR"),
                configuration: .init(name: "name", dialect: dialect)
            ).relup
            return (relup.up + relup.down).map { $0.instructions[1].tuple?[1].tuple?[2].list?[0].list?[0] }
        }
        #expect(try checked(.strict) == [.atom("new"), .atom("new")])
        #expect(try checked(repairing(\.checksModulesOfOwnScript)) == [.atom("new"), .atom("old")])
    }

    @Test func behindTheLastLoadObjectCodeIsBehindTheLast() throws {
        let up = "code a m | code b m | code a m | PONR"
        #expect(
            try modified(["StartSection check"], up: up).up
                == "code a m | run Info | code b m | code a m | PONR")
        #expect(
            try modified(["StartSection check"], up: up, repairing(\.insertsBehindLastLoadObjectCode)).up
                == "code a m | code b m | code a m | run Info | PONR")
    }

    @Test func fileTellsThatItIsUTF8() {
        var relup = Shorthand.relup(up: "PONR", down: "PONR")
        relup.up[0].description = .string("é")
        let strict = Dialect.strict.bytes(of: relup)
        #expect(strict.starts(with: Array("{\"2\",".utf8)))
        #expect(strict.contains(0xE9))
        let repaired = repairing(\.writesUTF8).bytes(of: relup)
        #expect(repaired.starts(with: Array("%% coding: utf-8\n{\"2\",".utf8)))
        #expect(String(validating: repaired, as: UTF8.self)?.contains("é") == true)
    }

    @Test func relupsMayHaveSeveralBases() throws {
        let script = { (version: String) in Relup.Script(version: version, instructions: Shorthand.script("PONR")) }
        let relup = Relup(version: "3", up: [script("1"), script("2")], down: [script("2"), script("0")])
        let modification = try RelupModification(name: "test", commands: ["StartSection finished"])
        #expect(throws: ModificationError(.unsupportedRelup, "")) {
            try modification.apply(to: relup, configuration: .init(name: "name", dialect: .strict))
        }
        let dialect = repairing(\.acceptsSeveralBases)
        let result = try modification.apply(to: relup, configuration: .init(name: "name", dialect: dialect)).relup
        let texts = (result.up + result.down).map { $0.instructions[1].tuple?[1].tuple?[2].list?[0].word }
        #expect(
            texts == [
                "==> Finished upgrade to version 3...", "==> Finished upgrade to version 3...",
                "==> Finished downgrade to version 2...", "==> Finished downgrade to version 0...",
            ])
    }

    @Test func channelsAreSuspendedLast() throws {
        let up = "PONR | suspend a | load a | suspend b | change a | resume a"
        let commands = ["SuspendRanchAcceptors", "SuspendChannels", "FinishRunningRequests"]
        let recognising = repairing(\.recognisesEveryChange)
        #expect(
            try modified(commands, up: up, recognising).up
                == """
                PONR | run SuspendRanchAcceptors | run SuspendChannels | run FinishRunningRequests | suspend a | \
                load a | suspend b | change a | resume a
                """)
        let suspending = repairing(\.recognisesEveryChange, \.suspendsChannelsLast)
        #expect(
            try modified(commands, up: up, suspending).up
                == """
                PONR | run SuspendRanchAcceptors | run FinishRunningRequests | suspend a | load a | suspend b | \
                run SuspendChannels | change a | resume a
                """)
    }
}
