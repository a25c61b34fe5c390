import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ChildrenCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("child-not-started") {
            $0.up = $0.up.without("restart_child")
        } twin: {
            $0.up = $0.up.replacingLine(
                "restart_child", with: "{apply,{supervisor,restart_child,[{global,shop_sup},shop_cart]}}")
        },
        FindingCase("child-not-stopped") {
            $0.down = $0.down.without("terminate_child")
        } twin: {
            let hidden = TestUpgrade.children("shop_till").replacing("}]", with: "},#{specification => '_'}]")
            $0.changed[0].base = TestUpgrade.module("shop_sup", "behaviours => [supervisor], supervision => \(hidden)")
            $0.down = $0.down.without("terminate_child")
        },
        FindingCase("child-not-deleted") {
            $0.down = $0.down.without("delete_child")
        } twin: {
            $0.down = $0.down.moving("delete_child", behind: "{resume,[shop_sup")
        },
        FindingCase("child-changed") {
            $0.changed[0].base = supervisor(["#{id => shop_till, start => {shop_till,start_link,[small]}}"])
        } twin: {
            $0.changed[0].base = supervisor(["#{id => shop_till, start => {shop_till,start_link,[]}, shutdown => 1}"])
        },
        FindingCase("supervision-not-applied") {
            $0.up = $0.up.without("{code_change,up,[{shop_sup")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_sup")
            $0.changed[0].target = $0.changed[0].base
        },
        FindingCase("children-not-seen") {
            $0.changed[0].target = TestUpgrade.module(
                "shop_sup", "behaviours => [supervisor], supervision => #{elixir => false, children => unknown}")
        } twin: {
            $0.changed[0].target = TestUpgrade.module(
                "shop_sup",
                "behaviours => [supervisor], supervision => #{elixir => false, children => [], dynamic => true}")
            $0.changed[0].base = $0.changed[0].target
        },
    ]

    private static func supervisor(_ specifications: [String]) -> String {
        TestUpgrade.module(
            "shop_sup", "behaviours => [supervisor], supervision => \(TestUpgrade.supervision(specifications))")
    }
}
