internal import ErlangTerms
internal import Relups

/// Finds scripts that wait for other nodes.
struct SyncNodesCheck: ScriptCheck {
    static let waits = FindingKind(
        "waits-for-nodes", .warning,
        "`sync_nodes` waits until other nodes run the same line of their scripts. If one of them is not upgraded at "
            + "the same time, this node waits for ever; if one goes down, it fails.",
        advice: "upgrade all of the nodes at the same time, or take sync_nodes out")
    static let kinds = [waits]

    func findings(in script: CheckedScript) -> [Finding] {
        script.steps.enumerated().compactMap { index, step in
            guard case .syncNodes = step else { return nil }
            return script.finding(Self.waits, at: index, "sync_nodes waits for other nodes")
        }
    }
}
