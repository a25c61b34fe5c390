import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension UncalledLibrariesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("called-by-hand-only") {
            $0.changed[2].base = TestUpgrade.module("shop_prices", "local_loops => [{loop,1}]")
            $0.editDiff = { $0.baseUncalledLibraries = ["shop"] }
        } twin: {
            $0.editDiff = { $0.baseUncalledLibraries = ["shop"] }
        },
        FindingCase("called-by-hand-only") {
            $0.changed[2].target = TestUpgrade.module("shop_prices", "kept_funs => [{'-a/1-fun-0-',1}]")
            $0.editDiff = { $0.targetUncalledLibraries = ["shop"] }
        } twin: {
            // The release before is the base's.
            $0.changed[2].target = TestUpgrade.module("shop_prices", "kept_funs => [{'-a/1-fun-0-',1}]")
            $0.downVersions = []
        },
    ]
}
