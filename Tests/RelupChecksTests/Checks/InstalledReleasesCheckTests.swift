import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension InstalledReleasesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("releases-file-missing") {
            $0.base.files.remove("releases/RELEASES")
        } twin: {
            $0.target.files.remove("releases/RELEASES")
        }
    ]
}
