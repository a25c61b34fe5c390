import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension EmulatorRestartCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("emulator-restarts") {
            $0.up += "\nrestart_emulator"
        } twin: {
            $0.up += "\n{apply,{init,restart,[]}}"
        },
        FindingCase("never-run") {
            $0.up = $0.up.adding("restart_emulator", behind: "{resume,[shop_till")
        } twin: {
            $0.up += "\nrestart_emulator"
        },
    ]
}
