import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension RelupVersionsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("relup-of-other-version") {
            $0.relupVersion = "2.0.0"
        } twin: {
            $0.relupVersion = "2.00"
            $0.target.version = "2.00"
        },
        FindingCase("no-upgrade-from-base") {
            $0.upVersions = ["1.0.0"]
        } twin: {
            $0.upVersions = ["1.0.0", "1.0"]
        },
        FindingCase("no-downgrade-to-base") {
            $0.downVersions = []
        } twin: {
            $0.downVersions = ["1.0", "0.9"]
        },
        FindingCase("version-twice") {
            $0.upVersions = ["1.0", "1.0"]
        } twin: {
            $0.upVersions = ["1.0", "1"]
        },
        FindingCase("version-of-no-base") {
            $0.downVersions = ["1.0", "0.9"]
        } twin: {
            $0.downVersions = []
        },
    ]
}
