import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension PurgeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("brutal-purge") {
            $0.up = $0.up.replacingLine("{load,{shop_prices", with: "{load,{shop_prices,soft_purge,brutal_purge}}")
        } twin: {
            $0.up = $0.up.replacingLine("{load,{shop_cart", with: "{load,{shop_cart,soft_purge,brutal_purge}}")
        }
    ]
}
