import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension LauncherCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("launcher-starts-old-release") {
            $0.target.files.remove("bin/shop-2.0")
        } twin: {
            $0.target.files.remove("bin/shop-2.0")
            $0.base.files.remove("bin/shop-1.0")
            $0.base.files.insert("releases/1.0/env.sh")
        }
    ]
}
