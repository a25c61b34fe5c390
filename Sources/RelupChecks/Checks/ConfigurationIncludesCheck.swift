internal import ErlangTerms
internal import Releases
internal import RelupRuntime
internal import Relups

/// Finds files that `sys.config` includes but whose values an upgrade does not set.
struct ConfigurationIncludesCheck: ScriptCheck {
    static let lost = FindingKind(
        "included-configuration-lost", .error,
        "`sys.config` includes other files. A start finds them beside `sys.config`, but install_release looks for "
            + "them in the working directory of the node: their values are lost until the node restarts.",
        advice: "let relup-modify load the configuration at the beginning of both scripts")
    static let unreadable = FindingKind(
        "included-configuration-unreadable", .error,
        "A file that `sys.config` includes is not a list `[{Application, [{Key, Value}]}]`; it cannot include others. "
            + "A node does not start with it.",
        advice: "correct the file")
    static let elsewhere = FindingKind(
        "included-configuration-elsewhere", .warning,
        "`sys.config` includes a file that is not beside it in the release. The node reads the file where it runs, so "
            + "relup-check has not compared it.",
        advice: "make sure that each node has the file, and find out which of its values differ from those that the "
            + "node runs with")
    static let kinds = [lost, unreadable, elsewhere]

    func findings(in script: CheckedScript) -> [Finding] {
        let configuration = script.to.configuration
        guard !script.restartsEmulator, !configuration.includes.isEmpty else { return [] }
        var findings: [Finding] = []
        if !script.loadsConfiguration {
            let list = configuration.includes.map { "'\($0)'" }.joined(separator: ", ")
            findings.append(script.finding(Self.lost, "no instruction loads \(list) of \(script.to.version)"))
        }
        for file in configuration.includes {
            if !script.to.has(file) {
                let path = "releases/\(script.to.version)"
                findings.append(script.finding(Self.elsewhere, file, "'\(file)' is not in '\(path)'"))
            } else if configuration.unreadableIncludes.contains(file) {
                findings.append(
                    script.finding(Self.unreadable, file, "a start of \(script.to.version) cannot read '\(file)'"))
            }
        }
        return findings
    }
}

extension CheckedScript {
    /// Whether the script calls `relup_load_configuration:run(Version)` for the release that it leads to.
    var loadsConfiguration: Bool {
        calls.contains {
            $0.call.calls(RunnableInstruction.loadConfiguration.module, "run")
                && $0.call.arguments.first?.string == to.version
        }
    }
}
