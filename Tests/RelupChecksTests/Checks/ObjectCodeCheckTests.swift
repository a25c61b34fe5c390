import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ObjectCodeCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("load-without-object-code") {
            $0.up = $0.up.replacingLine(
                "load_object_code,{shop",
                with: #"{load_object_code,{shop,"2",[shop_cart,shop_discount,shop_sup,shop_till]}}"#)
        } twin: {
            $0.up = $0.up.replacingLine(
                "load_object_code,{shop",
                with: #"{load_object_code,{shop,"2",[shop_till,shop_sup,shop_prices,shop_discount,shop_cart]}}"#)
        },
        FindingCase("load-without-object-code") {
            $0.up += "\n{load,{shop_till,soft_purge,soft_purge}}"
        } twin: {
            $0.up =
                $0.up.adding(#"{load_object_code,{shop,"2",[shop_prices]}}"#, before: "point_of_no_return")
                + "\n{load,{shop_prices,soft_purge,soft_purge}}"
        },
        FindingCase("wrong-library-version") {
            $0.up = $0.up.replacingLine("{audit,", with: #"{load_object_code,{audit,"1.0",[audit]}}"#)
        } twin: {
            $0.up = $0.up.replacingLine("{audit,", with: #"{load_object_code,{audit,[$1],[audit]}}"#)
        },
        FindingCase("no-such-library") {
            $0.up = $0.up.adding(#"{load_object_code,{legacy,"1",[legacy]}}"#, before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding(#"{load_object_code,{stdlib,"4",[lists]}}"#, before: "point_of_no_return")
        },
        FindingCase("no-such-module-file") {
            $0.up = $0.up.adding(#"{load_object_code,{shop,"2",[shop_receipt]}}"#, before: "point_of_no_return")
        } twin: {
            $0.up = $0.up.adding(#"{load_object_code,{shop,"2",[shop_text]}}"#, before: "point_of_no_return")
        },
    ]
}
