import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension StateShapeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("state-not-converted") {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.changed[1].target = TestUpgrade.server("shop_till", "state => {'_','_'}")
        },
        FindingCase("state-not-converted") {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name,sum]")
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name]")
        } twin: {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "code_changes => [{code_change,3,identity}], struct => [name]")
            $0.changed[1].base = $0.changed[1].target
        },
        // A number that becomes a tuple, in a server without a code_change; a number that stays one.
        FindingCase("state-not-converted") {
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_server], state => integer")
            $0.changed[1].target = TestUpgrade.module("shop_till", "behaviours => [gen_server], state => {'_','_'}")
        } twin: {
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_server], state => integer")
            $0.changed[1].target = $0.changed[1].base
        },
        // BehaviourChangeCheck alone tells of a process that does not fit the new code at all.
        FindingCase("state-not-converted") {
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_statem], state => integer")
            $0.changed[1].target = TestUpgrade.module("shop_till", "behaviours => [gen_statem], state => list")
        } twin: {
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_statem], state => integer")
            $0.changed[1].target = TestUpgrade.module("shop_till", "behaviours => [gen_server], state => list")
        },
        FindingCase("code-change-not-called") {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.changed[1].target = TestUpgrade.server("shop_till", "state => {'_','_'}")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_till")
            $0.down = $0.down.without("{code_change,down,[{shop_till")
            $0.changed[1].target = TestUpgrade.module("shop_till", "code_changes => [{code_change,3,identity}]")
        },
        FindingCase("code-change-not-called") {
            $0.up = $0.up.without("{code_change,up,[{shop_sup")
        } twin: {
            $0.up = $0.up.without("{code_change,up,[{shop_sup").without("restart_child")
            $0.down = $0.down.without("{code_change,down,[{shop_sup").without("_child")
            $0.changed[0].target = $0.changed[0].base
        },
    ]
}
