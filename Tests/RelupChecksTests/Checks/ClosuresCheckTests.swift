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
        FindingCase("kept-fun-changed") {
            $0.changed[2].base = TestUpgrade.module(
                "shop_prices", "lambdas => [{'-f/0-fun-0-',1,0}], kept_funs => [{'-f/0-fun-0-',1}]")
        } twin: {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "lambdas => [{'-f/0-fun-0-',1,0}]")
        },
        FindingCase("kept-fun-changed") {
            $0.removed[0] = TestUpgrade.module(
                "shop_receipt", "lambdas => [{'-f/0-fun-0-',1,0}], kept_funs => [{'-f/0-fun-0-',1}]",
                exports: "[{print,1}]")
        } twin: {
            // Only the downgrade could lose a fun of these.
            $0.added[0] = TestUpgrade.module(
                "shop_discount", "lambdas => [{'-f/0-fun-0-',1,0}], kept_funs => [{'-f/0-fun-0-',1}]",
                exports: "[{apply_to,1}]")
            $0.downVersions = []
        },
    ]
}
