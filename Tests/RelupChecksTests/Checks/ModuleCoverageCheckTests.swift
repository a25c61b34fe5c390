import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ModuleCoverageCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("module-not-covered") {
            $0.up = $0.up.without("{load,{shop_prices")
        } twin: {
            $0.up = $0.up.replacingLine("{load,{shop_prices", with: "{load,{shop_prices,brutal_purge,brutal_purge}}")
        },
        FindingCase("module-not-covered") {
            $0.up = $0.up.without("{remove,{shop_receipt")
        } twin: {
            $0.up = $0.up.without("{purge,[shop_receipt")
        },
        FindingCase("needed-module-removed") {
            $0.up += "\n{remove,{shop_text,soft_purge,soft_purge}}"
        } twin: {
            $0.up =
                $0.up.adding(#"{load_object_code,{shop,"2",[shop_text]}}"#, before: "point_of_no_return")
                + "\n{remove,{shop_text,soft_purge,soft_purge}}\n{load,{shop_text,soft_purge,soft_purge}}"
        },
    ]
}
