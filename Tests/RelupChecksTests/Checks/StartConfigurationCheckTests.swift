import BeamFiles
import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension StartConfigurationCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("start-only-configuration") {
            $0.change("kernel", "net_ticktime")
        } twin: {
            $0.change("kernel", "net_setuptime")
        },
        FindingCase("start-only-configuration") {
            $0.change("sasl", "error_logger_mf_dir")
        } twin: {
            $0.change("shop", "error_logger_mf_dir")
        },
        FindingCase("start-only-configuration") {
            $0.change("kernel", "logger_level")
            $0.callOwn("configure_logger", up: #"{"1.0","2.0"}"#, down: nil)
        } twin: {
            $0.change("kernel", "logger_level")
            $0.callOwn("configure_logger", up: #"{"1.0","2.0"}"#, down: #"{"2.0","1.0"}"#)
        },
        // Elixir's Logger sets the level at its own start.
        FindingCase("start-only-configuration") {
            $0.change("kernel", "logger_level")
            $0.base.applications["logger"] = "1.14"
            $0.callOwn("configure_logger", up: #"{"1.0","2.0"}"#, down: #"{"2.0","1.0"}"#)
        } twin: {
            $0.change("kernel", "shutdown_timeout")
            $0.base.applications["logger"] = "1.14"
        },
        FindingCase("start-only-configuration") {
            $0.change("logger", "level")
        } twin: {
            $0.change("logger", "level")
            $0.up += "\nrestart_emulator"
            $0.down += "\nrestart_emulator"
        },
    ]
}

extension TestUpgrade {
    /// Has `sys.config` give a key another value.
    fileprivate mutating func change(_ application: Atom, _ key: Atom) {
        editDiff = {
            $0.configuration = [
                ReleaseDiff.FileKeys(
                    file: "sys.config", keys: KeyDiff(changed: [.tuple(.atom(application), .atom(key))]))
            ]
        }
    }
}
