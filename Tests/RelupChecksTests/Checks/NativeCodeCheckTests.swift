import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension NativeCodeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("native-code-changed") {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "nif => true")
        } twin: {
            $0.added[0] = TestUpgrade.module("shop_discount", "nif => true", exports: "[{apply_to,1}]")
        },
        FindingCase("native-library-changed") {
            $0.editDiff = { $0.applications[0].privateFiles.changed = ["shop.so"] }
        } twin: {
            $0.editDiff = { $0.applications[0].privateFiles.changed = ["shop.css"] }
        },
    ]
}
