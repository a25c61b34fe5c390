import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension CodePathsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("code-path-not-added") {
            $0.target.applications["colours"] = "1"
        } twin: {
            $0.target.applications["colours"] = "1"
            $0.up = $0.up.adding(#"{load_object_code,{colours,"1",[]}}"#, before: "point_of_no_return")
        }
    ]
}
