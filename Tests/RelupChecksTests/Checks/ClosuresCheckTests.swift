import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ClosuresCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("closures-change") {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "lambdas => [{'-f/0-fun-0-',1,0}]")
        } twin: {
            $0.added[0] = TestUpgrade.module(
                "shop_discount", "lambdas => [{'-f/0-fun-0-',1,0}]", exports: "[{apply_to,1}]")
        },
    ]
}
