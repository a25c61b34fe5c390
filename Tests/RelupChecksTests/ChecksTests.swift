import ErlangTerms
import Files
import TestSupport
import Testing

@testable import RelupChecks

@Suite struct ChecksTests {
    @Test func aGoodUpgradeIsHotAndHasNoFinding() throws {
        let report = try TestUpgrade().report()
        #expect(report.findings.map(\.message) == [])
        #expect(report.verdict == .hot)
    }

    @Test(arguments: FindingCase.all)
    func isFound(_ example: FindingCase) throws {
        var upgrade = TestUpgrade()
        example.trigger(&upgrade)
        let report = try upgrade.report()
        let findings = report.findings.filter { $0.code == example.code }
        let kind = CheckReport.kinds.first { $0.code == example.code }
        #expect(!findings.isEmpty, "\(report.findings.map(\.code))")
        #expect(findings.allSatisfy { $0.severity == kind?.severity && $0.advice == kind?.advice })
        #expect(!findings.contains { $0.message.contains("\n") || $0.message.hasSuffix(".") })
    }

    @Test(arguments: FindingCase.all)
    func isNotFoundInANearTwin(_ example: FindingCase) throws {
        var upgrade = TestUpgrade()
        example.twin(&upgrade)
        let report = try upgrade.report()
        #expect(!report.findings.contains { $0.code == example.code })
    }

    @Test func everyCheckIsInTheList() throws {
        let files = try Directory.names(in: "\(Fixture.package)/Sources/RelupChecks/Checks")
        #expect(files.sorted() == CheckReport.checks.map { "\(type(of: $0)).swift" }.sorted())
    }

    @Test func everyKindHasACase() {
        let kinds = CheckReport.kinds.map(\.code)
        #expect(Set(kinds).count == kinds.count)
        for check in CheckReport.checks.map({ type(of: $0) }) {
            let cases = (check as? any TestedCheck.Type)?.cases ?? []
            #expect(Set(cases.map(\.code)) == Set(check.kinds.map(\.code)), "\(check)")
        }
    }

    @Test(arguments: [
        ("hot", CheckReport.Verdict.hot), ("review", .review), ("restart", .restart),
    ])
    func theWorstFindingDecides(name: String, verdict: CheckReport.Verdict) throws {
        var upgrade = TestUpgrade()
        upgrade.base.files.remove("releases/1.0/relup")
        if verdict != .hot { upgrade.up += "\n{sync_nodes,one,[node@host]}" }
        if verdict == .restart { upgrade.up += "\nrestart_emulator" }
        let report = try upgrade.report()
        #expect(report.verdict == verdict)
        #expect(verdict.rawValue == name)
        #expect(try CheckReport(TermFields(report.term, at: "findings")) == report)
    }
}
