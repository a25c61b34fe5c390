import BeamFiles
import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension StartsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("start-not-run") {
            $0.changed.append((application("[]"), application("[{ets,new,[shop,[]]}]")))
        } twin: {
            $0.changed.append((application("[{ets,new,[shop,[]]}]"), application("[{ets,new,[shop,[]]}]")))
        },
        FindingCase("top-supervisor-changes") {
            $0.editDiff = { $0.targetStarts.applications[0].start = .known(.supervisor(other)) }
        } twin: {
            $0.editDiff = {
                $0.baseStarts.applications[0].start = .known(.supervisor(other))
                $0.targetStarts.applications[0].start = .known(.supervisor(other))
            }
        },
        FindingCase("environment-set-by-code") {
            $0.starts = writes(atStart: "[{application,set_env,[shop,rate,'_']}]")
        } twin: {
            $0.starts = writes(atStart: "[]")
        },
    ]

    private static let other = ExternalFunction("shop_top", "start_link", 0)

    private static func application(_ effects: String) -> String {
        TestUpgrade.module("shop_app", "behaviours => [application], start_effects => #{effects => \(effects)}")
    }

    private static func writes(atStart: String) -> String {
        """
        #{applications => [{shop,shop_app,{supervisor,{shop_sup,start_link,0}}}],
          supervisors => [{shop_sup,\(TestUpgrade.children("shop_till", "shop_cart"))}],
          environment => [#{application => shop, module => shop_app,
                            writes => [{application,set_env,[shop,rate,'_']}], at_start => \(atStart)}]}
        """
    }
}
