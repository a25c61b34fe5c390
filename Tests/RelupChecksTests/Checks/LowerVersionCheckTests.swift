import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension LowerVersionCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("lower-version") {
            $0.base.version = "2.0.1"
        } twin: {
            $0.base.version = "2.0-rc.1"
        },
        FindingCase("lower-version") {
            $0.base.version = "10.0"
        } twin: {
            // What comes after a plus has no order, nor have names.
            $0.base.version = "2.0+r.1a2b3c4d"
        },
        FindingCase("lower-version") {
            $0.base.version = "2.0.0"
        } twin: {
            $0.base.version = "trixie"
        },
    ]
}
