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
    ]
}
