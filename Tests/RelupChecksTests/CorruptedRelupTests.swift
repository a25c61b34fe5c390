import Appups
import ErlangTerms
import RelupChecks
import RelupModifications
import Relups
import TestSupport
import Testing
import UpgradeDocuments
import UpgradeStages

/// Faults put into the relups of real releases are found.
@Suite struct CorruptedRelupTests {
    /// The document of an upgrade of the fixtures, as the pipe makes it.
    static func document(_ base: String, _ target: String) throws -> UpgradeDocument {
        let paths = [base, target].map { Fixture.path("releases/\($0).tar.gz") }
        var document = try DiffStage().document(comparing: paths)
        _ = try AppupStage(planner: AppupPlanner()).apply(to: &document)
        _ = try MakeStage().apply(to: &document)
        _ = try ModifyStage(request: ModificationRequest()).apply(to: &document, environment: [:])
        return document
    }

    static let pairs = [("mix-1.0.0", "mix-1.1.0"), ("mix-1.1.0", "mix-1.2.0"), ("rebar3-1.0.0", "rebar3-1.1.0")]

    /// One fault a seed.
    @Test(arguments: pairs)
    func areFound(base: String, target: String) throws {
        var document = try Self.document(base, target)
        let known = Set(try CheckStage().apply(to: &document).report.findings)
        guard let term = document[.relup] else { return }
        let good = try RelupReader.relup(term, file: "relup")
        var (bad, open, foundOfOpen): (Int, [String], Int) = (0, [], 0)
        for seed in 1...UInt64(200) {
            var numbers = SeededGenerator(seed: seed)
            let (relup, direction, corruption) = Corruption.spoilt(good, &numbers)
            document.set(.relup, relup.term)
            let findings = try CheckStage().apply(to: &document).report.findings
            let isFound = findings.contains { $0.severity != .info && !known.contains($0) }
            switch corruption.effect {
            case .bad:
                bad += 1
                #expect(isFound, "seed \(seed), \(direction): \(corruption.description)")
            case .open:
                open.append("\(direction): \(corruption.description)")
                if isFound { foundOfOpen += 1 }
            }
        }
        #expect(bad + open.count == 200)
        #expect(bad > 120)
        print(
            "\(base) to \(target): \(bad) bad faults, all to be found; of \(open.count) others \(foundOfOpen) were found:"
        )
        for line in Set(open).sorted() { print("  \(line)") }
    }

    @Test(arguments: [
        ("the relup's version", "1.0", "1.0.0", "1.0.0"), ("the base's version up", "1.1.0", "1.0.1", "1.0.0"),
        ("the base's version down", "1.1.0", "1.0.0", "1.0"),
    ])
    func wrongVersionsAreFound(what: String, version: String, up: String, down: String) throws {
        var document = try Self.document("rebar3-1.0.0", "rebar3-1.1.0")
        guard let term = document[.relup] else { return }
        var relup = try RelupReader.relup(term, file: "relup")
        relup.version = version
        relup.up[0].version = up
        relup.down[0].version = down
        document.set(.relup, relup.term)
        #expect(try CheckStage().apply(to: &document).report.verdict == .restart, "\(what)")
    }
}
