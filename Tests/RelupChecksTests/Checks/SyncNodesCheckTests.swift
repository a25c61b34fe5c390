import ErlangTerms

@testable import ReleaseDiffs
@testable import RelupChecks

extension SyncNodesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("waits-for-nodes") {
            $0.up += "\n{sync_nodes,one,[node@host]}"
        } twin: {
            $0.up += "\n{apply,{net_adm,ping,[node@host]}}"
        }
    ]
}
