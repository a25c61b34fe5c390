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
    ]
}
