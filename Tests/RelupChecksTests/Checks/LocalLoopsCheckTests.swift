import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension LocalLoopsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("stays-in-old-code") {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "local_loops => [{loop,1}]")
        } twin: {
            // Nobody runs it yet.
            $0.changed[2].target = TestUpgrade.module("shop_prices", "local_loops => [{loop,1}]")
            $0.downVersions = []
        },
        FindingCase("stays-in-old-code") {
            $0.removed[0] = TestUpgrade.module("shop_receipt", "local_loops => [{loop,1}]", exports: "[{print,1}]")
        } twin: {
            $0.added[0] = TestUpgrade.module("shop_discount", "local_loops => [{loop,1}]", exports: "[{apply_to,1}]")
            $0.downVersions = []
        },
        // sys brings a special process into the new code, if it is suspended.
        FindingCase("stays-in-old-code") {
            $0.changed[2].base = TestUpgrade.module(
                "shop_prices", "local_loops => [{loop,1}]", exports: "[{system_continue,3}]")
        } twin: {
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "local_loops => [{loop,1}], code_changes => [{system_code_change,4,own}]",
                exports: "[{system_continue,3},{system_code_change,4}]")
        },
    ]
}
