import ErlangTerms
import Testing

@testable import ReleaseDiffs
@testable import RelupChecks

extension ApplyCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("apply-unknown-module") {
            $0.up += "\n{apply,{shop_txt,hello,[]}}"
        } twin: {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        },
        FindingCase("apply-not-loaded") {
            $0.up = $0.up.adding("{apply,{shop_cart,start_link,[]}}", before: "{load,{shop_cart")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_cart,start_link,[]}}", behind: "{load,{shop_cart")
        },
        FindingCase("apply-not-loaded") {
            $0.up = $0.up.adding("{apply,{shop_receipt,print,[1]}}", behind: "{remove,{shop_receipt")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_receipt,print,[1]}}", before: "{remove,{shop_receipt")
        },
        FindingCase("apply-unknown-function") {
            $0.up += "\n{apply,{shop_text,hello,[1]}}"
        } twin: {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        },
        FindingCase("apply-unknown-function") {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{convert,0}]")
            $0.up = $0.up.adding("{apply,{shop_prices,convert,[]}}", before: "{load,{shop_prices")
        } twin: {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{convert,0}]")
            $0.up = $0.up.adding("{apply,{shop_prices,convert,[]}}", behind: "{load,{shop_prices")
        },
        FindingCase("apply-runs-code") {
            $0.up += "\n{apply,{shop_text,hello,[]}}"
        } twin: {
            $0.up += "\n{apply,{supervisor,restart_child,[shop_sup,shop_text]}}"
        },
    ]
}

@Suite struct ApplyCheckTests {
    /// Whoever built the release chose what its modification calls.
    @Test func aCallOfTheModificationOfTheReleaseIsAWarning() throws {
        var upgrade = TestUpgrade()
        upgrade.up += "\n{apply,{shop_text,hello,[]}}"
        #expect(try upgrade.report().verdict == .hot)
        upgrade.editDiff = { $0.relupModules.file = Array("{insert,append,{apply,{shop_text,hello,[]}}}.".utf8) }
        let report = try upgrade.report()
        #expect(report.verdict == .review)
        #expect(report.findings.filter { $0.severity == .warning }.map(\.code) == ["apply-runs-code"])
        upgrade.editDiff = { $0.relupModules.file = Array("{insert,append,{apply,{shop_till,hello,[]}}}.".utf8) }
        #expect(try upgrade.report().verdict == .hot)
    }
}
