import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension ConnectionsCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("connections-not-resumed") {
            $0.down += "\n{apply,{relup_suspend_acceptors,run,[shop]}}"
        } twin: {
            $0.down += "\n{apply,{relup_suspend_acceptors,run,[shop]}}\n{apply,{relup_resume_acceptors,run,[shop]}}"
        },
        FindingCase("connections-not-resumed") {
            $0.up += "\n{apply,{relup_suspend_channels,run,[shop]}}\n{apply,{relup_resume_acceptors,run,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{relup_suspend_channels,run,[shop]}}\n{apply,{relup_resume_channels,run,[shop]}}"
        },
        FindingCase("connections-not-resumed") {
            $0.up += "\n{apply,{ranch,resume_listener,[shop]}}\n{apply,{ranch,suspend_listener,[shop]}}"
        } twin: {
            $0.up += "\n{apply,{ranch,suspend_listener,[shop]}}\n{apply,{ranch,resume_listener,[shop]}}"
        },
    ]
}
