import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension CompiledVersionCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("version-compiled-in") {
            $0.editDiff = {
                $0.compiledVersions = [
                    CompiledVersion(application: "shop", version: "2", place: .atom("shop_info"), isModule: true)
                ]
            }
        } twin: {
            $0.editDiff = { $0.compiledVersions = [] }
        },
        FindingCase("version-compiled-in") {
            $0.editDiff = {
                $0.compiledVersions = [
                    CompiledVersion(application: "shop", version: "2", place: .atom("version"), isModule: false)
                ]
            }
        } twin: {
            $0.editDiff = { $0.compiledVersions = [] }
        },
    ]
}
