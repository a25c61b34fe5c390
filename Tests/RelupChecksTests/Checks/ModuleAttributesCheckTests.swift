import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ModuleAttributesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("attributes-missing") {
            $0.added[0] = TestUpgrade.module("shop_discount", "stripped => true", exports: "[{apply_to,1}]")
        } twin: {
            $0.removed[0] = TestUpgrade.module("shop_receipt", "", exports: "[{print,1}]")
        }
    ]
}
