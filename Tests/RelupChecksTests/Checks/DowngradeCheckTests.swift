import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension DowngradeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("downgrade-not-checked") {
            $0.base.files.remove("releases/1.0/relup")
        } twin: {
            $0.target.files.remove("releases/2.0/relup")
        }
    ]
}
