import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension IncludedEmulatorCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("emulator-not-included") {
            $0.base.files.remove("erts-13/bin/erl")
            $0.base.files.insert("releases/1.0/env.sh")
        } twin: {
            $0.target.files.remove("erts-13/bin/erl")
        },
        FindingCase("emulator-elsewhere") {
            $0.base.files.remove("erts-13/bin/erl")
        } twin: {
            $0.target.files.remove("erts-13/bin/erl")
        },
    ]
}
