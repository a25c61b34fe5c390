import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension ConfigurationCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("configuration-unreadable") {
            $0.target.configuration.faultLine = 3
        } twin: {
            $0.base.configuration.faultLine = 3
        },
        FindingCase("configuration-not-expanded") {
            $0.target.files.remove("releases/2.0/sys.config")
            $0.target.files.insert("releases/2.0/sys.config.src")
        } twin: {
            $0.target.files.insert("releases/2.0/sys.config.src")
        },
        FindingCase("configuration-missing") {
            $0.target.files.remove("releases/2.0/sys.config")
        } twin: {
            $0.target.files.remove("releases/2.0/sys.config")
            $0.base.files.remove("releases/1.0/sys.config")
        },
        FindingCase("emulator-flags-change") {
            $0.editDiff = {
                $0.configuration = [ReleaseDiff.FileKeys(file: "vm.args", keys: KeyDiff(isOpaque: true))]
            }
        } twin: {
            $0.editDiff = {
                $0.configuration = [ReleaseDiff.FileKeys(file: "remote.vm.args", keys: KeyDiff(isOpaque: true))]
            }
        },
    ]
}
