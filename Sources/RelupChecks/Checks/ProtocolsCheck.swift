internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupRuntime
internal import Relups

/// Finds consolidated protocols that differ and that the script does not load.
struct ProtocolsCheck: ScriptCheck {
    static let notReloaded = FindingKind(
        "protocols-not-reloaded", .error,
        "A protocol of Elixir is consolidated differently, and the script does not load it, or loads it from `lib` "
            + "afterwards. load_object_code reads only the unconsolidated module: the dispatch does not know the "
            + "implementations of the target release, which raise `Protocol.UndefinedError` until the node restarts.",
        advice: "let relup-modify reload the consolidated protocols")
    static let leftToCall = FindingKind(
        "protocols-left-to-call", .info,
        "Protocols of Elixir are consolidated differently, and the script calls a function of your own whose name "
            + "mentions them. relup-check does not know what it does.",
        advice: "make sure that it loads releases/VSN/consolidated/*.beam after the last load of the script")
    static let kinds = [notReloaded, leftToCall]

    func findings(in script: CheckedScript) -> [Finding] {
        let changes = script.diff.consolidated
        let protocols = changes.changed + (script.isUp ? changes.added : changes.removed)
        if protocols.isEmpty || script.restartsEmulator { return [] }
        var reloads: [Atom: Int] = [:]
        for (index, call) in script.calls {
            for name in loaded(by: call, of: script.to.version) { reloads[name] = index }
        }
        let findings = protocols.compactMap { name -> Finding? in
            guard let reload = reloads[name] else {
                return script.finding(
                    Self.notReloaded, name.name, "the protocol '\(name)' is consolidated differently and not loaded")
            }
            guard let load = script.loads(of: name).last, load > reload else { return nil }
            return script.finding(
                Self.notReloaded, at: load, "the protocol '\(name)' is loaded once more, unconsolidated")
        }
        let names = Set(protocols)
        if !findings.isEmpty, let (index, call) = script.calls.last(where: { isOfOthers($0.call, names) }) {
            let name = "\(call.module):\(call.function)"
            return [script.finding(Self.leftToCall, at: index, "'\(name)' is taken to load consolidated protocols")]
        }
        return findings
    }

    private static let own = RunnableInstruction.loadProtocols.module

    /// The protocols of a call `relup_load_protocols:run({Version, Protocols})`.
    private func loaded(by call: LowLevelInstruction.Call, of version: String) -> [Atom] {
        guard call.calls(Self.own, "run"), let parts = call.arguments.first?.tuple, parts.count == 2,
            parts[0].string == version
        else { return [] }
        return parts[1].list?.compactMap(\.atom) ?? []
    }

    /// Whether a call of somebody else's module names a protocol that differs, or consolidation.
    private func isOfOthers(_ call: LowLevelInstruction.Call, _ protocols: Set<Atom>) -> Bool {
        if call.isOwn { return false }
        return call.term.contains { part in
            if let text = part.string { return text.contains("consolidated") }
            guard let atom = part.atom else { return false }
            let name = atom.name.lowercased()
            return protocols.contains(atom) || name.contains("protocols") || name.contains("consolidat")
        }
    }
}
