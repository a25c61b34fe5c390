internal import ErlangTerms
internal import ReleaseDiffs

/// Finds consolidated protocols that differ and that the script does not load.
struct ProtocolsCheck: ScriptCheck {
    static let notReloaded = FindingKind(
        "protocols-not-reloaded", .error,
        "A protocol of Elixir is consolidated otherwise, and the script does not load it. load_object_code reads the "
            + "unconsolidated module only: the old dispatch stays, and new implementations raise "
            + "`Protocol.UndefinedError` until the node restarts.",
        advice: "let relup-modify reload the consolidated protocols")
    static let kinds = [notReloaded]

    func findings(in way: Way) -> [Finding] {
        let changes = way.diff.consolidated
        let protocols = changes.changed + (way.isUp ? changes.added : changes.removed)
        if protocols.isEmpty || way.restartsEmulator { return [] }
        let calls = way.calls.map {
            ErlangTerm.list([.atom($0.call.module), .atom($0.call.function)] + $0.call.arguments)
        }
        let reloadsAll = calls.contains { call in
            call.contains { $0.atom.map { $0.name.lowercased().contains("protocol") } ?? ($0.string == "consolidated") }
                || call.contains { $0 == .atom("consolidated") }
        }
        let missing = protocols.filter { name in
            !reloadsAll && !calls.contains { $0.contains { $0 == .atom(name) } }
        }
        return missing.map {
            way.finding(Self.notReloaded, $0.name, "the protocol '\($0)' is consolidated otherwise and not loaded")
        }
    }
}
