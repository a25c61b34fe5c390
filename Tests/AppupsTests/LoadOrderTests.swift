import BeamFiles
import ErlangTerms
import Releases
import Relups
import TestSupport
import Testing

@testable import Appups
@testable import ReleaseDiffs

/// Random graphs of modules, whose generated scripts are planned into relups: every caller and callee has to be in order
/// there, up and down.
@Suite struct LoadOrderTests {
    /// Modules `m0`, `m1` … and who calls whom.
    struct Graph {
        var names: [Atom]
        var calls: [Set<Int>]
        var baseCalls: [Set<Int>]
        var added: Set<Int> = []
        var removed: Set<Int> = []
        var supervisors: Set<Int> = []
        var converting: Set<Int> = []

        init(_ random: inout SeededGenerator) {
            let count = Int.random(in: 2...24, using: &random)
            let density = Int.random(in: 1...4, using: &random)
            names = (0..<count).map { Atom("m\($0)") }
            func graph() -> [Set<Int>] {
                (0..<count).map { node in
                    Set(
                        (0..<Int.random(in: 0...density, using: &random)).map { _ in
                            Int.random(in: 0..<count, using: &random)
                        }
                    )
                    .subtracting([node])
                }
            }
            calls = graph()
            baseCalls = graph()
            for node in 0..<count {
                switch Int.random(in: 0..<10, using: &random) {
                case 0: added.insert(node)
                case 1: removed.insert(node)
                case 2, 3: supervisors.insert(node)
                case 4, 5, 6: converting.insert(node)
                default: break
                }
            }
            for node in 0..<count { calls[node].subtract(removed) }
            for node in 0..<count { baseCalls[node].subtract(added) }
        }

        var diff: ApplicationDiff {
            func facts(_ node: Int, _ calls: [Set<Int>], _ version: UInt8) -> ModuleFacts {
                .made(
                    names[node], calls: calls[node].map { names[$0] },
                    behaviours: supervisors.contains(node) ? ["supervisor"] : [],
                    codeChange: converting.contains(node) ? true : nil, version: version)
            }
            let changed = names.indices.filter { !added.contains($0) && !removed.contains($0) }
            return .made(
                added: added.sorted().map { facts($0, calls, 2) },
                removed: removed.sorted().map { facts($0, baseCalls, 1) },
                changed: changed.map { (facts($0, baseCalls, 1), facts($0, calls, 2)) })
        }

        /// Whether a module calls another, by way of others too.
        func reaches(_ from: Int, _ to: Int) -> Bool {
            var seen: Set<Int> = []
            var open = [from]
            while let node = open.popLast() {
                for next in calls[node] where seen.insert(next).inserted { open.append(next) }
            }
            return seen.contains(to)
        }
    }

    /// The relup of two releases of one application with the script's appup.
    static func relup(_ graph: Graph, _ script: AppupScript) throws -> Relup {
        func release(_ version: String, without: Set<Int>) throws -> ResolvedRelease {
            let names: [ApplicationName] = ["kernel", "stdlib", "sasl", "app"]
            let entries = try names.map { Release.Entry($0, $0 == "app" ? try Version(version) : "9") }
            let records = entries.map { entry in
                var application = Application(name: entry.name, version: entry.version.text)
                if entry.name == "app" {
                    application.modules = graph.names.indices.filter { !without.contains($0) }.map { graph.names[$0] }
                }
                return ApplicationRecord(application, directory: "lib")
            }
            return try ResolvedRelease(
                Release(name: "r", version: try Version(version), ertsVersion: "1", applications: entries),
                records: records)
        }
        let (base, top) = (try release("1", without: graph.added), try release("2", without: graph.removed))
        var planner = try RelupPlanner(top: top, options: .init()) { _ in
            RelupPlanner.AppupSource(file: "app.appup", content: .success(script.term))
        }
        try planner.addUpgrade(from: base)
        try planner.addDowngrade(to: base)
        return try planner.result().relup
    }

    /// Where each module is loaded or removed.
    static func places(_ instructions: [ErlangTerm], _ graph: Graph) -> [Int: (place: Int, isLoad: Bool)] {
        var places: [Int: (Int, Bool)] = [:]
        for (place, instruction) in instructions.enumerated() {
            guard let parts = instruction.tuple, parts.count == 2, let module = parts[1].tuple?.first?.atom,
                let node = graph.names.firstIndex(of: module)
            else { continue }
            if parts[0] == .atom("load") || parts[0] == .atom("remove") {
                #expect(places[node] == nil)
                places[node] = (place, parts[0] == .atom("load"))
            }
        }
        return places
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func callersAndCalleesAreInOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let graph = Graph(&random)
        let script = try #require(AppupGenerator([graph.diff]).script(for: graph.diff))
        #expect(script == AppupGenerator([graph.diff]).script(for: graph.diff))
        let relup = try Self.relup(graph, script)
        let up = Self.places(relup.up[0].instructions, graph)
        let down = Self.places(relup.down[0].instructions, graph)
        for node in graph.names.indices {
            #expect(up[node]?.isLoad == !graph.removed.contains(node))
            #expect(down[node]?.isLoad == !graph.added.contains(node))
            for callee in graph.calls[node] where !graph.removed.contains(node) && !graph.reaches(callee, node) {
                #expect(up[callee]!.place < up[node]!.place, "up: \(node) calls \(callee)")
                #expect(down[node]!.place < down[callee]!.place, "down: \(node) calls \(callee)")
            }
            for callee in graph.baseCalls[node] where graph.removed.contains(callee) && !graph.removed.contains(node) {
                guard !graph.added.contains(node) else { continue }
                #expect(up[node]!.place < up[callee]!.place, "up: \(node) called \(callee)")
                #expect(down[callee]!.place < down[node]!.place, "down: \(node) calls \(callee)")
            }
        }
    }

    @Test func circlesAreSuspendedTogether() throws {
        let graph = Self.circle
        let relup = try Self.relup(graph, AppupGenerator([graph.diff]).script(for: graph.diff)!)
        let suspends = relup.up[0].instructions.compactMap { $0.tagged("suspend", count: 2)?.last }
        #expect(suspends.count == 1 && suspends[0].list?.count == 3)
    }

    static var circle: Graph {
        var random = SeededGenerator(seed: 1)
        var graph = Graph(&random)
        graph.names = ["m0", "m1", "m2"]
        graph.calls = [[1], [2], [0]]
        graph.baseCalls = graph.calls
        (graph.added, graph.removed, graph.supervisors, graph.converting) = ([], [], [], [0, 1, 2])
        return graph
    }
}
