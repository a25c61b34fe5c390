import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension StoredTermsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        // A row of another size.
        stores(
            "{ets,insert,[prices,{'_','_'}]}", "{ets,insert,[prices,{'_','_','_'}]}",
            twin: "{ets,insert_new,[prices,{'_','_'}]}"),
        // A row among others.
        stores(
            "{ets,insert,[prices,[{sum,integer},{last,'_'}]]}", "{ets,insert,[prices,{sum,integer}]}",
            twin: "{ets,insert,[prices,[{sum,integer},{last,{'_','_'}}]]}"),
        // A record in a row.
        stores(
            "{dets,insert,[prices,{'_',{price,'_'}}]}", "{dets,insert,[prices,{'_',{price,'_','_'}}]}",
            twin: "{dets,insert,[prices,{'_',{price,integer}}]}"),
        // The keys of a map.
        stores(
            "{persistent_term,put,[{shop,'_'},#{sum => '_'}]}",
            "{persistent_term,put,[{shop,'_'},#{sum => '_',currency => '_'}]}",
            twin: "{persistent_term,put,[{shop,'_'},#{sum => integer}]}"),
        stores(
            "{persistent_term,put,[shop,{prices,'_'}]}", "{persistent_term,put,[shop,{price_list,'_'}]}",
            twin: "{persistent_term,put,[other,{price_list,'_'}]}"),
        // What one of the two does not show.
        stores("{ets,insert,['_',{'_','_'}]}", "{ets,insert,['_','_']}", twin: "{ets,insert,['_',{'_',integer}]}"),
        stores("{ets,insert,['_','_']}", "{ets,insert,['_',{'_','_'}]}", twin: "{ets,insert,['_','_']}"),
        // Another module takes over.
        FindingCase("stored-term-changed") {
            $0.changed[2].base = prices("{ets,insert,[prices,{'_','_'}]}")
            $0.added[0] = TestUpgrade.module(
                "shop_discount", "stored => [{ets,insert,[prices,{'_','_','_'}]}]", exports: "[{apply_to,1}]")
        } twin: {
            $0.changed[2].base = prices("{ets,insert,[prices,{'_','_'}]}")
            $0.added[0] = TestUpgrade.module(
                "shop_discount", "stored => [{ets,insert,[prices,{'_','_'}]}]", exports: "[{apply_to,1}]")
        },
    ]

    private static func stores(_ old: String, _ new: String, twin: String) -> FindingCase {
        FindingCase("stored-term-changed") {
            $0.changed[2] = (prices(old), prices(new))
        } twin: {
            $0.changed[2] = (prices(old), prices(twin))
        }
    }

    private static func prices(_ call: String) -> String { TestUpgrade.module("shop_prices", "stored => [\(call)]") }
}
