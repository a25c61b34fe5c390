import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension CodeChangeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("code-change-not-suspended") {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", behind: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", before: "{resume,[shop_till")
        },
        FindingCase("code-change-in-wrong-code") {
            $0.up = $0.up.moving("{code_change,up,[{shop_till", before: "{load,{shop_till")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_prices", behind: "{code_change,up,[{shop_till")
        },
        FindingCase("code-change-in-old-code") {
            $0.down = $0.down.moving("{code_change,down,[{shop_till", behind: "{load,{shop_till")
        } twin: {
            $0.down = $0.down.moving("{code_change,down,[{shop_sup", behind: "{load,{shop_sup")
        },
        FindingCase("code-change-wrong-way") {
            $0.down = $0.down.replacingLine("code_change,down,[{shop_till", with: "{code_change,[{shop_till,[]}]}")
        } twin: {
            $0.up = $0.up.replacingLine("code_change,up,[{shop_till", with: "{code_change,[{shop_till,[]}]}")
        },
        FindingCase("code-change-twice") {
            $0.up = $0.up.adding("{code_change,up,[{shop_till,[]}]}", before: "{resume,[shop_till")
        } twin: {
            $0.up = $0.up.adding("{code_change,up,[]}", before: "{resume,[shop_till")
        },
        FindingCase("code-change-missing") {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "behaviours => [gen_server]", exports: "[{handle_call,3},{init,1}]")
        } twin: {
            $0.changed[1].target = TestUpgrade.module(
                "shop_till", "behaviours => [gen_server]", exports: "[{code_change,3},{handle_call,3},{init,1}]")
        },
        // The callback of a server, which no state machine calls.
        FindingCase("code-change-missing") {
            let exports = "[{callback_mode,0},{code_change,3},{init,1}]"
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_statem]", exports: exports)
            $0.changed[1].target = $0.changed[1].base
        } twin: {
            let exports = "[{callback_mode,0},{code_change,4},{init,1}]"
            $0.changed[1].base = TestUpgrade.module("shop_till", "behaviours => [gen_statem]", exports: exports)
            $0.changed[1].target = $0.changed[1].base
        },
        FindingCase("code-change-missing") {
            let exports = "[{code_change,3},{system_continue,3}]"
            $0.changed[1].base = TestUpgrade.module("shop_till", "", exports: exports)
            $0.changed[1].target = $0.changed[1].base
        } twin: {
            let exports = "[{system_code_change,4},{system_continue,3}]"
            $0.changed[1].base = TestUpgrade.module("shop_till", "", exports: exports)
            $0.changed[1].target = $0.changed[1].base
        },
        // An old code without the callback converts nothing where the newer code does.
        FindingCase("code-change-missing") {
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "behaviours => [gen_server]", exports: "[{handle_call,3},{init,1}]")
            $0.down = $0.down.moving("{code_change,down,[{shop_till", behind: "{load,{shop_till")
        } twin: {
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "behaviours => [gen_server]", exports: "[{handle_call,3},{init,1}]")
        },
    ]
}
