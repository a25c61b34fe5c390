import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension UnreadableModulesCheck: TestedCheck {
    private static func module(_ name: String) -> String {
        TestUpgrade.module(name, "").replacing("code => read", with: "code => {unreadable,\"opcode 251\"}")
    }

    static let cases: [FindingCase] = [
        FindingCase("module-unreadable") {
            $0.changed[2].target = module("shop_prices")
        } twin: {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "")
        },
        FindingCase("module-unreadable") {
            $0.changed[2].base = module("shop_prices")
        } twin: {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "behaviours => [unreadable]")
        },
        // It comes back on the way down.
        FindingCase("module-unreadable") {
            $0.removed[0] = module("shop_receipt")
        } twin: {
            $0.removed[0] = TestUpgrade.module("shop_receipt", "on_load => true")
        },
        FindingCase("module-unreadable") {
            $0.added[0] = module("shop_discount")
        } twin: {
            $0.added[0] = TestUpgrade.module("shop_discount", "vsn => [\"opcode 251\"]")
        },
    ]
}
