import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension SuspensionCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("not-resumed") {
            $0.down = $0.down.without("{resume,[shop_till")
        } twin: {
            $0.down = $0.down.replacingLine("{resume,[shop_till", with: "{resume,[shop_till,shop_text]}")
        },
        FindingCase("not-resumed") {
            $0.up = $0.up.moving("{resume,[shop_till", behind: "unload,[legacy").adding(
                "restart_emulator", before: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{resume,[shop_till", behind: "unload,[legacy") + "\nrestart_emulator"
        },
        FindingCase("resumed-not-suspended") {
            $0.down = $0.down.replacingLine("{resume,[shop_till", with: "{resume,[shop_till,shop_text]}")
        } twin: {
            $0.up = $0.up.adding("{suspend,[shop_text]}", before: "{suspend,[shop_till")
                .adding("{resume,[shop_text]}", behind: "{resume,[shop_till")
        },
        FindingCase("loaded-while-running") {
            $0.up = $0.up.moving("{load,{shop_till", before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_till", behind: "{suspend,[shop_till")
        },
    ]
}
