import ErlangTerms

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
