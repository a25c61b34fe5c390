import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension SuspendedSupervisorCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("suspended-supervisor") {
            $0.up = $0.up.moving("{resume,[shop_sup", behind: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{resume,[shop_sup", before: "{suspend,[shop_till")
        },
        FindingCase("suspend-after-channels") {
            $0.up = $0.up.adding("{apply,{relup_suspend_channels,run,[shop]}}", before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.adding("{apply,{relup_suspend_channels,run,[shop]}}", behind: "{suspend,[shop_till")
        },
        FindingCase("suspend-after-channels") {
            let suspend = "{apply,{'Elixir.Edeliver.Relup.Instructions.SuspendChannels',run,[shop]}}"
            $0.up = $0.up.adding(suspend, before: "{suspend,[shop_till")
        } twin: {
            $0.up = $0.up.adding("{apply,{shop_text,suspend_channels,[]}}", before: "{suspend,[shop_till")
        },
        FindingCase("call-of-suspended-supervisor") {
            $0.up = $0.up.moving("restart_child", before: "{resume,[shop_sup")
        } twin: {
            $0.up = $0.up.moving("restart_child", behind: "{resume,[shop_sup")
        },
    ]
}
