import ErlangTerms
import Relups
import TestSupport
import Testing

@testable import RelupModifications

/// What holds for every relup that the repaired dialect makes, on random ones.
struct RepairedDialectTests {
    /// A relup of systools' form from a seed, and what the Phoenix modification makes of it.
    struct Sample: CustomTestStringConvertible {
        let seed: UInt64
        var testDescription: String { "seed \(seed)" }

        func relup() -> Relup {
            var random = SeededGenerator(seed: seed)
            return Relup(
                version: "2",
                up: (0..<2).map { .init(version: "\($0)", instructions: Self.script(.up, &random)) },
                down: (0..<2).map { .init(version: "\($0)", instructions: Self.script(.down, &random)) })
        }

        func modified() throws -> Relup {
            try RelupModification.phoenix.apply(to: relup(), configuration: .init(name: "name")).relup
        }

        private static func script(_ direction: ScriptDirection, _ random: inout SeededGenerator) -> [ErlangTerm] {
            let runtime = ["Info", "RunnableInstruction", "CheckRanchAcceptors", "SuspendChannels"]
            var lines = ["code edeliver \(runtime.joined(separator: " "))", "code web a b c", "PONR"]
            let changes = [
                "load a", "load b", "suspend a", "suspend b", "change a", "change a b", "resume a", "stop c", "start c",
                "purge c", "remove c", "application stop x", "application start x",
            ]
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                lines.append(changes.randomElement(using: &random) ?? "load a")
            }
            for module in runtime.shuffled(using: &random) {
                let form = Int.random(in: 0..<4, using: &random)
                guard form > 0 else { continue }
                let own =
                    direction == .up || form == 1
                    ? ["load \(module)"]
                    : form == 2
                        ? ["remove \(module)", "purge \(module)"]
                        : ["remove \(module)", "purge c \(module)"]
                let place = Int.random(in: 3...lines.count, using: &random)
                lines.insert(contentsOf: own, at: place)
            }
            if Bool.random(using: &random) { lines.append("restart") }
            if Int.random(in: 0..<8, using: &random) == 0 { lines.removeAll { $0 == "PONR" } }
            return Shorthand.script(lines.joined(separator: " | "))
        }
    }

    static let samples = (0..<80).map { Sample(seed: $0) }

    @Test(arguments: samples)
    func nothingRunsBehindAnEmulatorRestart(sample: Sample) throws {
        for script in try sample.modified().scripts {
            guard let restart = script.firstIndex(of: .atom("restart_emulator")) else { continue }
            #expect(restart == script.count - 1)
        }
    }

    @Test(arguments: samples)
    func everyInstructionIsKept(sample: Sample) throws {
        for (before, after) in zip(sample.relup().scripts, try sample.modified().scripts) {
            func count(_ script: [ErlangTerm]) -> [String: Int] {
                var counts: [String: Int] = [:]
                for instruction in script where LowLevelInstruction(instruction).runModule == nil {
                    let text = Shorthand.text([instruction])
                    guard text.hasPrefix("purge ") else {
                        counts[text, default: 0] += 1
                        continue
                    }
                    for module in text.split(separator: " ").dropFirst() { counts["purge \(module)", default: 0] += 1 }
                }
                return counts
            }
            #expect(count(before) == count(after))
        }
    }

    @Test(arguments: samples)
    func noPurgeIsBrutal(sample: Sample) throws {
        for instruction in try sample.modified().scripts.joined() {
            #expect(!TermTextPrinter.text(of: instruction, style: .plain).contains("brutal_purge"))
        }
    }

    @Test(arguments: samples)
    func checksStandBeforeThePointOfNoReturn(sample: Sample) throws {
        for script in try sample.modified().scripts {
            let first =
                script.firstIndex { Dialect.repaired.isChange(LowLevelInstruction($0)) && !isRuntime($0) }
                ?? script.endIndex
            let limit = script.firstIndex(of: .atom("point_of_no_return")) ?? first
            for name in ["CheckProcessesRunningOldCode", "CheckRanchAcceptors", "CheckRanchConnections"] {
                let check = try #require(script.firstIndex { isCall($0, name) })
                #expect(check < limit)
            }
        }
    }

    @Test(arguments: samples)
    func acceptorsStopAndRequestsEndBeforeTheFirstChange(sample: Sample) throws {
        for script in try sample.modified().scripts {
            let change =
                script.firstIndex { Dialect.repaired.isChange(LowLevelInstruction($0)) && !isRuntime($0) }
                ?? script.endIndex
            let acceptors = try #require(script.firstIndex { isCall($0, "SuspendRanchAcceptors") })
            let requests = try #require(script.firstIndex { isCall($0, "FinishRunningRequests") })
            #expect(acceptors < requests && requests < change)
        }
    }

    @Test(arguments: samples)
    func channelsAreSuspendedBehindTheLastSuspendAndResumedLater(sample: Sample) throws {
        for script in try sample.modified().scripts {
            let channels = try #require(script.firstIndex { isCall($0, "SuspendChannels") })
            let resumed = try #require(script.firstIndex { isCall($0, "ResumeChannels") })
            let last = script.lastIndex { ["suspend", "stop"].contains($0.tuple?.first?.atom?.name) } ?? -1
            #expect(last < channels && channels < resumed)
        }
    }

    @Test(arguments: samples)
    func runtimeIsLoadedBeforeTheFirstCallAndUnloadedBehindTheLast(sample: Sample) throws {
        let relup = try sample.modified()
        for script in relup.up.map(\.instructions) {
            let first = try #require(script.firstIndex { LowLevelInstruction($0).runModule != nil })
            #expect(!script[first...].contains { LowLevelInstruction($0).loaded != nil && isRuntime($0) })
        }
        for script in relup.down.map(\.instructions) {
            let last = try #require(script.lastIndex { LowLevelInstruction($0).runModule != nil })
            #expect(!script[..<last].contains { isRuntime($0) })
        }
    }

    @Test(arguments: samples)
    func strictDialectTakesThemToo(sample: Sample) throws {
        var relup = sample.relup()
        relup.up.removeLast()
        relup.down.removeLast()
        _ = try RelupModification.phoenix.apply(to: relup, configuration: .init(name: "name", dialect: .strict))
    }

    private func isCall(_ instruction: ErlangTerm, _ name: String) -> Bool {
        LowLevelInstruction(instruction).runModule == Atom("Elixir.Edeliver.Relup.Instructions.\(name)")
    }

    /// Whether an instruction loads or unloads a module of the runtime.
    private func isRuntime(_ instruction: ErlangTerm) -> Bool {
        let module = LowLevelInstruction(instruction).loaded ?? LowLevelInstruction(instruction).unloaded
        return module?.name.hasPrefix("Elixir.Edeliver.") ?? false
    }
}

extension Relup {
    fileprivate var scripts: [[ErlangTerm]] { (up + down).map(\.instructions) }
}
