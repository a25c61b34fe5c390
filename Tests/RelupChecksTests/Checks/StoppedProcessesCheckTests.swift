import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension StoppedProcessesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("not-started") {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return") + "\n{start,[shop_text]}"
        },
        FindingCase("started-not-stopped") {
            $0.up += "\n{start,[shop_text]}"
        } twin: {
            $0.up = $0.up.adding("{stop,[shop_text]}", behind: "point_of_no_return") + "\n{start,[shop_text]}"
        },
    ]
}
