import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension PlatformChangeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("runtime-changed") {
            $0.editDiff = { $0.runtime = [ReleaseDiff.CoreChange(name: "erts", base: "13", target: "14")] }
        } twin: {
            $0.editDiff = { $0.runtime = [] }
        }
    ]
}
