import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ReleaseFilesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("boot-file-missing") {
            $0.target.files.remove("releases/2.0/start.boot")
        } twin: {
            $0.target.files.remove("releases/RELEASES")
        },
        FindingCase("sasl-missing") {
            $0.target.applications["sasl"] = nil
        } twin: {
            $0.target.applications["sasl"] = "5"
        },
    ]
}
