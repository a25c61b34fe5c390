import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension PointOfNoReturnCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("no-point-of-no-return") {
            $0.down = $0.down.without("point_of_no_return")
        } twin: {
            $0.down = $0.down.moving("point_of_no_return", behind: "{load,{legacy")
        },
        FindingCase("second-point-of-no-return") {
            $0.up = $0.up.adding("point_of_no_return", behind: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.moving("point_of_no_return", behind: "{resume,[shop_till")
        },
    ]
}
