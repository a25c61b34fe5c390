import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension WrappedProcessesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("process-of-wrapper") {
            $0.start(TestUpgrade.children("shop_till", "shop_prices"))
        } twin: {
            // A supervisor is asked for its own children.
            let prices = "#{id => prices, start => {shop_prices,start_link,[]}, type => supervisor}"
            $0.start(TestUpgrade.supervision([prices, "#{id => till, start => {shop_till,start_link,[]}}"]))
        }
    ]
}
