import ErlangTerms
import Testing

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

@Suite struct SuspendedSupervisorCheckTests {
    /// As many findings as supervisors, however many instructions follow.
    @Test func aSupervisorIsNamedOnce() throws {
        var upgrade = TestUpgrade()
        upgrade.up = upgrade.up.moving("{resume,[shop_sup", behind: "{suspend,[shop_till")
        upgrade.up = upgrade.up.adding("{stop,[shop_till]}", behind: "{suspend,[shop_till")
        let findings = try upgrade.report().findings.filter { $0.code == "suspended-supervisor" }
        #expect(findings.map(\.message) == ["the supervisor 'shop_sup' is suspended at this point"])
    }
}
