import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension LoadOrderCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("load-order") {
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("{load,{shop_discount", behind: "point_of_no_return")
        },
        FindingCase("load-order-unavoidable") {
            $0.changed[1].base = TestUpgrade.server("shop_till", "imports => [{shop_prices,old,0}], state => {'_','_'}")
            $0.changed[1].target = TestUpgrade.server(
                "shop_till", "imports => [{shop_prices,new,0}], state => #{sum => '_'}")
            $0.changed[2].base = TestUpgrade.module("shop_prices", "", exports: "[{old,0}]")
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{new,0}]")
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        } twin: {
            $0.changed[1].base = TestUpgrade.server("shop_till", "imports => [{shop_prices,old,0}], state => {'_','_'}")
            $0.changed[1].target = TestUpgrade.server(
                "shop_till", "imports => [{shop_prices,new,0}], state => #{sum => '_'}")
            $0.changed[2].base = TestUpgrade.module("shop_prices", "", exports: "[{old,0}]")
            $0.changed[2].target = TestUpgrade.module("shop_prices", "", exports: "[{new,0},{old,0}]")
            $0.up = $0.up.moving("{load,{shop_prices", behind: "point_of_no_return")
        },
    ]
}
