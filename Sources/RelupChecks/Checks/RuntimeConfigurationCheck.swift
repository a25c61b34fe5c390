internal import ErlangTerms
internal import Releases

/// Finds releases that are configured when they start, and scripts that do not do that.
struct RuntimeConfigurationCheck: ScriptCheck {
    static let lost = FindingKind(
        "runtime-configuration-lost", .error,
        "The release has configuration providers (`runtime.exs`). install_release sets the environment from "
            + "`sys.config` alone, so that all that the providers gave is gone until the node restarts.",
        advice: "let relup-modify run the configuration providers at the beginning of both scripts")
    static let kinds = [lost]

    func findings(in way: Way) -> [Finding] {
        guard way.to.configuration.hasProviders, !way.restartsEmulator, !way.calls.contains(where: { isHook($0.call) })
        else { return [] }
        return [
            way.finding(
                Self.lost, nil, "\(way.to.version) has configuration providers, and no instruction runs them")
        ]
    }

    /// Whether a call can be one that configures: whose module, function or arguments speak of it.
    private func isHook(_ call: ScriptInstruction.Call) -> Bool {
        let term = ErlangTerm.list([.atom(call.module), .atom(call.function)] + call.arguments)
        return term.contains { part in
            guard let name = part.atom?.name.lowercased() else { return false }
            return name.contains("config") || name == "set_env" || name == "put_env" || name == "putenv"
        }
    }
}
