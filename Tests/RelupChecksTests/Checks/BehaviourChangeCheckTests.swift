import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension BehaviourChangeCheck: TestedCheck {
    /// A server or state machine that exports `init/1`, its callbacks and `code_change` of an arity.
    private static func process(_ behaviour: String, _ more: String = "", codeChange arity: Int = 3) -> String {
        TestUpgrade.module(
            "shop_till", "behaviours => [\(behaviour)], code_changes => [{code_change,\(arity),own}]\(more)",
            exports: "[{code_change,\(arity)},{init,1}]")
    }

    private static func machine(_ mode: String, codeChange arity: Int = 4) -> String {
        process("gen_statem", ", callback_mode => \(mode)", codeChange: arity)
    }

    private static func supervisor(_ flags: String, _ more: String = "") -> String {
        let supervision = "#{supervisor => shop_sup, flags => \(flags), elixir => false, children => []\(more)}"
        return TestUpgrade.module("shop_sup", "behaviours => [supervisor], supervision => \(supervision)")
    }

    /// The scripts without their conversions of shop_till.
    private static func withoutConversion(_ upgrade: inout TestUpgrade) {
        upgrade.up = upgrade.up.without("{code_change,up,[{shop_till")
        upgrade.down = upgrade.down.without("{code_change,down,[{shop_till")
    }

    static let cases: [FindingCase] = [
        FindingCase("behaviour-changed") {
            $0.changed[1] = (process("gen_server"), machine("[state_functions]"))
        } twin: {
            $0.changed[1] = (process("gen_server"), process("'Elixir.GenServer'"))
        },
        FindingCase("behaviour-changed") {
            $0.changed[0].target = TestUpgrade.module("shop_sup", "behaviours => ['Elixir.DynamicSupervisor']")
        } twin: {
            $0.changed[0].target = TestUpgrade.module("shop_sup", "behaviours => ['Elixir.Supervisor']")
        },
        // A special process that becomes a server, against one that stays what it was.
        FindingCase("behaviour-changed") {
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "", exports: "[{system_code_change,4},{system_continue,3}]")
            $0.down = ""
            $0.downVersions = []
        } twin: {
            $0.changed[1].base = TestUpgrade.module(
                "shop_till", "", exports: "[{system_code_change,4},{system_continue,3}]")
            $0.changed[1].target = $0.changed[1].base
            $0.down = ""
            $0.downVersions = []
        },
        // The processes of an event handler stay, those of a module that had none are not there.
        FindingCase("behaviour-changed") {
            $0.changed[1] = (process("gen_event"), TestUpgrade.module("shop_till", ""))
        } twin: {
            $0.changed[1] = (TestUpgrade.module("shop_till", ""), process("gen_event"))
            $0.down = ""
            $0.downVersions = []
        },
        FindingCase("behaviour-unclear") {
            $0.changed[1] = (process("gen_server"), process("gen_event", ", stripped => true"))
        } twin: {
            $0.changed[1] = (process("gen_server"), process("gen_server", ", stripped => true"))
        },
        FindingCase("supervisor-became-dynamic") {
            $0.changed[0] = (
                supervisor("#{}"), supervisor("#{strategy => simple_one_for_one}", ", dynamic => true")
            )
        } twin: {
            $0.changed[0] = (supervisor("#{}"), supervisor("#{strategy => rest_for_one}"))
        },
        FindingCase("supervisor-strategy-unseen") {
            $0.changed[0] = (supervisor("#{}"), supervisor("#{strategy => '_'}"))
        } twin: {
            $0.changed[0] = (supervisor("#{}"), supervisor("#{intensity => '_'}"))
        },
        FindingCase("callback-mode-changed") {
            $0.changed[1] = (machine("[handle_event_function]"), machine("[state_functions]"))
            $0.down = ""
            $0.downVersions = []
            withoutConversion(&$0)
        } twin: {
            $0.changed[1] = (machine("[handle_event_function]"), machine("[state_functions]"))
            $0.down = ""
            $0.downVersions = []
        },
        // Converted, but by no callback.
        FindingCase("callback-mode-changed") {
            $0.changed[1] = (machine("[state_functions]"), machine("[state_functions,state_enter]", codeChange: 3))
            $0.down = ""
            $0.downVersions = []
        } twin: {
            $0.changed[1] = (machine("[state_functions]"), machine("[state_functions]", codeChange: 3))
            $0.down = ""
            $0.downVersions = []
        },
        // The newer code converts on the way down, and has its own mode read; the old code may convert as well.
        FindingCase("callback-mode-changed") {
            $0.changed[1] = (machine("[handle_event_function]"), machine("[state_functions]"))
            $0.up = ""
            $0.upVersions = []
        } twin: {
            $0.changed[1] = (machine("[handle_event_function]"), machine("[state_functions]"))
            $0.up = ""
            $0.upVersions = []
            $0.down = $0.down.moving("{code_change,down,[{shop_till", behind: "{load,{shop_till")
        },
        FindingCase("callback-mode-unseen") {
            $0.changed[1] = (machine("[state_functions]"), machine("unknown"))
            withoutConversion(&$0)
        } twin: {
            $0.changed[1] = (machine("[state_functions]"), machine("[state_functions]"))
            withoutConversion(&$0)
        },
    ]
}
