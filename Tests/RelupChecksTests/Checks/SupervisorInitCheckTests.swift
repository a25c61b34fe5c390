import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension SupervisorInitCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("supervisor-init-fails") {
            $0.changed[0].target = supervisor("effects => [{ets,new,[shop,[named_table]]}]")
        } twin: {
            // It is loaded, and init/1 does not run.
            $0.changed[0].target = supervisor("effects => [{ets,new,[shop,[named_table]]}]")
            $0.up = $0.up.without("{code_change,up,[{shop_sup")
        },
        FindingCase("supervisor-init-repeats") {
            $0.changed[0].target = supervisor("effects => [{ets,new,[shop,[public]]}]")
        } twin: {
            $0.changed[0].target = supervisor("")
        },
        FindingCase("supervisor-init-not-seen") {
            $0.changed[0].target = supervisor("unknown => [{shop_hooks,all,0}]")
        } twin: {
            $0.changed[0].base = supervisor("unknown => [{shop_hooks,all,0}]", "shop_till")
            $0.down = $0.down.without("{code_change,down,[{shop_sup")
        },
    ]

    private static func supervisor(_ effects: String, _ children: String...) -> String {
        let children = children.isEmpty ? ["shop_till", "shop_cart"] : children
        let specifications = children.map { "#{id => \($0), start => {\($0),start_link,[]}}" }
        return TestUpgrade.module(
            "shop_sup",
            """
            behaviours => [supervisor], init_effects => #{\(effects)}, \
            supervision => \(TestUpgrade.supervision(specifications))
            """)
    }
}
