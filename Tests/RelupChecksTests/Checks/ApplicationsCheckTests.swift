import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension ApplicationsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("application-not-started") {
            $0.up = $0.up.without("start,[audit")
        } twin: {
            $0.up = $0.up.without("start,[audit")
            $0.down = $0.down.without("stop,[audit").without("unload,[audit")
            $0.target.types["audit"] = Release.StartType.none
        },
        FindingCase("application-not-started") {
            $0.up += "\n{apply,{application,stop,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{application,stop,[shop]}}\n{apply,{application,start,[shop]}}"
        },
        FindingCase("application-not-started") {
            $0.base.types["shop"] = .load
        } twin: {
            $0.base.types["shop"] = .temporary
        },
        FindingCase("application-before-dependency") {
            $0.restart(["shop", "sasl"])
            $0.target.needed = ["shop": ["sasl"]]
        } twin: {
            $0.restart(["sasl", "shop"])
            $0.target.needed = ["shop": ["sasl"]]
        },
        FindingCase("application-stopped-under-dependent") {
            $0.restart(["shop", "sasl"])
            $0.base.needed = ["sasl": ["shop"]]
        } twin: {
            $0.restart(["shop", "sasl"])
            $0.target.needed = ["sasl": ["shop"]]
        },
        FindingCase("application-started-early") {
            $0.up = $0.up.moving("start,[audit", behind: "point_of_no_return")
        } twin: {
            $0.up = $0.up.moving("start,[audit", behind: "unload,[legacy")
        },
        FindingCase("application-not-stopped") {
            $0.up = $0.up.without("{application,stop")
        } twin: {
            $0.up = $0.up.without("{application,stop")
            $0.base.types["legacy"] = .load
        },
        FindingCase("application-stopped-late") {
            $0.up = $0.up.moving("{application,stop", behind: "{remove,{legacy")
        } twin: {
            $0.up = $0.up.moving("{application,stop", behind: "point_of_no_return")
        },
        FindingCase("application-not-unloaded") {
            $0.up = $0.up.without("{application,unload")
        } twin: {
            $0.up = $0.up.moving("{application,unload", behind: "{remove,{legacy")
        },
    ]
}
