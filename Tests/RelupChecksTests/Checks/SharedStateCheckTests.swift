import BeamFiles
import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension SharedStateCheck: TestedCheck {
    private static func prices(_ facts: String) -> String { TestUpgrade.module("shop_prices", facts) }

    /// A module that uses the record `sale`.
    private static func record(_ size: Int, _ more: String = "") -> String {
        "tuples => [{sale,\(size),record}]\(more)"
    }

    static let cases: [FindingCase] = [
        FindingCase("record-shared") {
            $0.changed[2] = (prices(record(3)), prices(record(4)))
        } twin: {
            $0.changed[2] = (prices(record(4)), prices(record(4)))
        },
        // Tuples that are matched, but never as a record: data, unless a process may get them as messages.
        FindingCase("record-shared") {
            $0.changed[2] = (prices("tuples => [{sale,3,matched}]"), prices("tuples => [{sale,4,matched}]"))
        } twin: {
            $0.changed[1] = (
                TestUpgrade.server("shop_till", "tuples => [{sale,3,matched}]"),
                TestUpgrade.server("shop_till", "tuples => [{sale,4,matched}]")
            )
        },
        // What is only made is a result.
        FindingCase("record-shared") {
            $0.changed[2] = (prices("tuples => [{sale,3,matched}]"), prices("tuples => [{sale,4,matched}]"))
        } twin: {
            $0.changed[2] = (prices("tuples => [{sale,3}]"), prices("tuples => [{sale,4}]"))
        },
        // A state of its own, converted or not; the shape of the other side is not seen.
        FindingCase("record-shared") {
            $0.changed[1] = (
                TestUpgrade.server("shop_till", record(2, ", state => {sale,'_'}")),
                TestUpgrade.server("shop_till", record(3, ", state => unknown"))
            )
            $0.up = $0.up.without("{code_change,up,[{shop_till")
        } twin: {
            $0.changed[1] = (
                TestUpgrade.server("shop_till", record(2, ", state => {sale,'_'}")),
                TestUpgrade.server("shop_till", record(3, ", state => unknown"))
            )
        },
        // A state that another module uses as well.
        FindingCase("record-shared") {
            $0.changed[1] = (
                TestUpgrade.server("shop_till", record(2, ", state => {sale,'_'}")),
                TestUpgrade.server("shop_till", record(3, ", state => {sale,'_','_'}"))
            )
            $0.changed[2] = (prices(record(2)), prices(record(3)))
        } twin: {
            $0.changed[1] = (
                TestUpgrade.server("shop_till", record(2, ", state => {sale,'_'}")),
                TestUpgrade.server("shop_till", record(3, ", state => {sale,'_','_'}"))
            )
            $0.changed[2] = (prices(""), prices("structs => ['Elixir.Shop.Sale']"))
        },
        FindingCase("struct-shared") {
            $0.changed[2] = (prices("struct => [name]"), prices("struct => [name,sum]"))
        } twin: {
            $0.changed[2] = (prices("struct => [name]"), prices("struct => [name]"))
        },
        FindingCase("struct-shared") {
            $0.changed[2] = (prices("struct => [name]"), prices("struct => unknown"))
        } twin: {
            $0.changed[2] = (prices("struct => [name]"), prices(""))
        },
        // The state of one process, converted or not.
        FindingCase("struct-shared") {
            $0.changed[2] = (prices("struct => [name]"), prices("struct => [name,sum]"))
            let state = "state => #{'__struct__' => shop_prices, name => '_'}, structs => [shop_prices]"
            $0.changed[1] = (TestUpgrade.server("shop_till", state), TestUpgrade.server("shop_till", state))
            $0.up = $0.up.without("{code_change,up,[{shop_till")
        } twin: {
            $0.changed[2] = (prices("struct => [name]"), prices("struct => [name,sum]"))
            let state = "state => #{'__struct__' => shop_prices, name => '_'}, structs => [shop_prices]"
            $0.changed[1] = (TestUpgrade.server("shop_till", state), TestUpgrade.server("shop_till", state))
        },
        FindingCase("shapes-unseen") {
            $0.changed[2] = (prices(""), prices("tuples => unknown, structs => unknown"))
        } twin: {
            $0.changed[2] = (prices(""), prices("tuples => [{shop,2}], structs => ['Elixir.Shop']"))
        },
    ]
}
