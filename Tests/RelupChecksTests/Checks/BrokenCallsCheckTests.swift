import BeamFiles
import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension BrokenCallsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("broken-call") {
            $0.editDiff = {
                $0.brokenCalls = [
                    ReleaseDiff.BrokenCall(
                        application: "shop", caller: "shop_text",
                        function: ExternalFunction("shop_receipt", "print", 1))
                ]
            }
        } twin: {
            $0.editDiff = { $0.brokenCalls = [] }
        }
    ]
}
