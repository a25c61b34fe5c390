import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension InstructionSyntaxCheck: TestedCheck {
    static let cases: [FindingCase] = [
        // A timeout that release_handler refuses.
        FindingCase("unknown-instruction") {
            $0.up = $0.up.replacingLine("{suspend,[shop_till", with: "{suspend,[{shop_till,foo}]}")
        } twin: {
            $0.up = $0.up.replacingLine("{suspend,[shop_till", with: "{suspend,[{shop_till,infinity}]}")
        },
        FindingCase("unknown-instruction") {
            $0.up = $0.up.adding("{load_module,shop_till}", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding("{load,{shop_till,soft_purge,soft_purge}}", behind: "point_of_no_return")
        },
        FindingCase("unknown-instruction") {
            $0.up = $0.up.replacingLine("{resume,[shop_till", with: "{resume,shop_till}")
        } twin: {
            $0.up = $0.up.replacingLine("{resume,[shop_till", with: "{resume,[shop_till,shop_till]}")
        },
        FindingCase("illegal-after-point-of-no-return") {
            $0.up = $0.up.moving("load_object_code,{audit", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("load_object_code,{audit", before: "point_of_no_return")
        },
        FindingCase("change-before-point-of-no-return") {
            $0.down = $0.down.moving("{suspend,[shop_till", before: "point_of_no_return")
        } twin: {
            $0.down = $0.down.moving("{suspend,[shop_till", behind: "point_of_no_return")
        },
        FindingCase("change-before-point-of-no-return") {
            $0.up = $0.up.adding("{load,{shop_cart,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{apply,{shop_till,run,[[]]}}", before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding("{load,{shop_till,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{load,{shop_cart,soft_purge,soft_purge}}", before: "point_of_no_return")
            $0.up = $0.up.adding("{apply,{shop_till,run,[[]]}}", before: "point_of_no_return")
        },
    ]
}
