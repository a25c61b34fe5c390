import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension ReachedProcessesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        // The specification names a module that starts the child, not the child's own.
        FindingCase("process-not-reached") {
            $0.start(
                TestUpgrade.supervision(["{till,{shop_starter,start,[shop_till]},permanent,1,worker,[shop_starter]}"]))
        } twin: {
            $0.start(
                TestUpgrade.supervision(["{till,{shop_starter,start,[shop_till]},permanent,1,worker,[shop_till]}"]))
        },
        // A supervisor in between is declared a worker.
        FindingCase("process-not-reached") {
            $0.starts = Self.nested(type: "worker")
        } twin: {
            $0.starts = Self.nested(type: "supervisor")
        },
        FindingCase("process-not-seen") {
            $0.start("#{supervisor => shop_sup, elixir => false, children => unknown}")
        } twin: {
            $0.start("#{supervisor => shop_sup, elixir => false, children => unknown}")
            $0.changed[1] = (
                TestUpgrade.module("shop_till", "behaviours => [gen_server]"),
                TestUpgrade.module(
                    "shop_till", "behaviours => [gen_server], code_changes => [{code_change,3,identity}]")
            )
        },
        // Phoenix starts a channel by what its module says of itself.
        FindingCase("process-not-seen") {
            $0.start("#{supervisor => shop_sup, elixir => false, children => unknown}")
            $0.changed[1] = Self.till("'Elixir.GenServer'")
        } twin: {
            $0.start("#{supervisor => shop_sup, elixir => false, children => unknown}")
            $0.changed[1] = Self.till("'Elixir.Phoenix.Channel'")
        },
        FindingCase("top-process-not-supervisor") {
            $0.start(TestUpgrade.children("shop_till"), top: "{process,{gen_server,start_link,3}}")
        } twin: {
            $0.start(TestUpgrade.children("shop_till"), top: "{process,{gen_server,start_link,3}}")
            $0.base.types["shop"] = .load
            $0.target.types["shop"] = .load
        },
        FindingCase("top-process-not-seen") {
            $0.start(TestUpgrade.children("shop_till"), top: "unknown")
        } twin: {
            $0.start(TestUpgrade.children("shop_till"), top: "{supervisor,{supervisor,start_link,3}}")
        },
    ]

    private static func till(_ behaviour: String) -> (base: String, target: String) {
        let facts = "behaviours => [\(behaviour)], child_spec => #{id => shop_till, start => {shop_till,start_link,[]}}"
        return (
            TestUpgrade.module("shop_till", facts),
            TestUpgrade.module("shop_till", facts + ", code_changes => [{code_change,3,own}]")
        )
    }

    private static func nested(type: String) -> String {
        let inner = "#{id => inner, start => {shop_inner,start_link,[]}, type => \(type)}"
        return """
            #{applications => [{shop,shop_app,{supervisor,{shop_sup,start_link,0}}}],
              supervisors => [{shop_sup,\(TestUpgrade.supervision([inner]))},
                              {shop_inner,\(TestUpgrade.children("shop_till"))}]}
            """
    }
}
