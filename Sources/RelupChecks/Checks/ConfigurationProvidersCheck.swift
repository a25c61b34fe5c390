internal import ErlangTerms
internal import Releases
internal import RelupRuntime
internal import Relups

/// Finds releases that config providers configure when they start, and scripts that do not run these, or run them late.
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
    static let late = FindingKind(
        "configuration-late", .warning,
        "The release has config providers (`runtime.exs`), and the script does not begin with them. install_release sets "
            + "the environment from `sys.config` before it runs the script: what the providers give is missing until "
            + "the script sets it. relup-install closes this gap, other installers do not.",
        advice: "let relup-modify prepare the configuration at the beginning of both scripts, or install with "
            + "relup-install")
    static let window = FindingKind(
        "configuration-window", .info,
        "The release has config providers (`runtime.exs`). Where relup-install installs the upgrade, no value is "
            + "missing at any moment. Other installers leave a gap: what the providers give is missing from when "
            + "install_release sets the environment from `sys.config` until the first instructions of the script have "
            + "set it.",
        advice: "install with relup-install if a request may not find a value missing")
    static let kinds = [lost, leftToCall, late, window]

    func findings(in script: CheckedScript) -> [Finding] {
        guard script.to.configuration.hasProviders, !script.restartsEmulator else { return [] }
        guard !script.loadsConfiguration else {
            let providers = "configuration providers of \(script.to.version)"
            return script.beginsWithConfiguration
                ? [script.finding(Self.window, "the script begins with what \(providers) give")]
                : [script.finding(Self.late, "the script runs \(providers) late")]
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

extension CheckedScript {
    /// Whether the script prepares the configuration before it does anything but load what that needs.
    fileprivate var beginsWithConfiguration: Bool {
        guard
            let index = steps.firstIndex(where: { step in
                guard let call = step.call else { return false }
                return call.calls(RunnableInstruction.prepareConfiguration.module, "run")
                    && call.arguments.first?.string == to.version
            })
        else { return false }
        return steps[..<index].allSatisfy { $0.call?.carriedModule != nil }
    }
}
