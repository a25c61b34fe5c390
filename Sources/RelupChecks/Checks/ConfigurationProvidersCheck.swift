internal import ErlangTerms
internal import Releases
internal import Relups

/// Finds releases that config providers configure when they start, and scripts that do not run these.
struct ConfigurationProvidersCheck: ScriptCheck {
    static let lost = FindingKind(
        "runtime-configuration-lost", .error,
        "The release has config providers (`runtime.exs`). install_release sets the environment only from "
            + "`sys.config`, so everything that the providers gave is gone until the node restarts.",
        advice: "let relup-modify run the config providers at the beginning of both scripts")
    static let leftToCall = FindingKind(
        "configuration-left-to-call", .info,
        "The release has config providers (`runtime.exs`), and the script calls a function of your own whose name "
            + "mentions configuration. relup-check does not know what it does.",
        advice: "make sure that it runs the providers of the release that the script leads to")
    static let kinds = [lost, leftToCall]

    func findings(in script: CheckedScript) -> [Finding] {
        guard script.to.configuration.hasProviders, !script.restartsEmulator, !script.loadsConfiguration else {
            return []
        }
        if let (index, call) = script.calls.first(where: { isOfOthers($0.call) }) {
            let name = "\(call.module):\(call.function)"
            return [script.finding(Self.leftToCall, at: index, "'\(name)' is taken to run configuration providers")]
        }
        return [
            script.finding(
                Self.lost, "\(script.to.version) has configuration providers, and no instruction runs them")
        ]
    }

    /// Whether a call of somebody else's module deals with configuration. Telling an application that its configuration
    /// changed does not change it.
    private func isOfOthers(_ call: LowLevelInstruction.Call) -> Bool {
        if call.isOwn || call.function == "config_change" { return false }
        return call.term.contains { part in
            guard let name = part.atom?.name.lowercased() else { return false }
            return name.contains("config") || name == "set_env" || name == "put_env" || name == "putenv"
                || name == "put_all_env"
        }
    }
}
