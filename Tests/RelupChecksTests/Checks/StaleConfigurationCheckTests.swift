import BeamFiles
import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension StaleConfigurationCheck: TestedCheck {
    private static func key(_ reader: Atom = "shop_till", isSeen: Bool = true) -> StaleKey {
        StaleKey(
            application: "shop", key: .atom("rate"), reader: reader,
            readerApplication: reader == "audit" ? "audit" : "shop",
            isSeen: isSeen)
    }

    static let cases: [FindingCase] = [
        FindingCase("configuration-read-at-start") {
            $0.editDiff = { $0.targetStaleKeys = [key()] }
        } twin: {
            $0.editDiff = { $0.targetStaleKeys = [] }
        },
        FindingCase("configuration-read-at-start") {
            $0.editDiff = { $0.baseStaleKeys = [key(isSeen: false)] }
        } twin: {
            $0.editDiff = { $0.baseStaleKeys = [key(isSeen: false)] }
            $0.up += "\nrestart_emulator"
            $0.down += "\nrestart_emulator"
        },
        FindingCase("configuration-read-at-start") {
            $0.editDiff = { $0.targetStaleKeys = [key()] }
        } twin: {
            // The upgrade starts the reader's application.
            $0.editDiff = { $0.targetStaleKeys = [key("audit")] }
        },
        FindingCase("runtime-configuration-changes") {
            $0.editDiff = { $0.configuration = [.init(file: "runtime.exs", keys: KeyDiff(isOpaque: true))] }
        } twin: {
            $0.editDiff = { $0.configuration = [.init(file: "env.sh", keys: KeyDiff(isOpaque: true))] }
        },
    ]
}
