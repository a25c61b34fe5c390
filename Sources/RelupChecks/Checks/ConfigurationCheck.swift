internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds configuration that an upgrade would lose.
struct ConfigurationCheck: UpgradeCheck {
    static let unreadable = FindingKind(
        "configuration-unreadable", .error,
        "`sys.config` of the target release cannot be read as Erlang terms; a single fun in it is enough. "
            + "install_release silently takes the file for empty.",
        advice: "correct the file; replace funs by {Module, Function, Arguments}")
    static let template = FindingKind(
        "configuration-not-expanded", .error,
        "The target release has `sys.config.src` but no `sys.config`, which its launcher would make from it. "
            + "install_release does not make it, and the whole configuration is gone until the node restarts.",
        advice: "write the expanded file to releases/VSN/sys.config before install_release")
    static let missing = FindingKind(
        "configuration-missing", .warning,
        "A base release has a `sys.config`, the target release does not: what it sets falls back to the applications' "
            + "own values.",
        advice: "add the sys.config to the target release")
    static let flags = FindingKind(
        "emulator-flags-change", .info,
        "`vm.args` or `env.sh` differs. The change takes effect when the operating system's process starts again, not "
            + "before.",
        advice: "restart the node at a convenient time")
    static let kinds = [unreadable, template, missing, flags]

    func findings(in subject: CheckSubject) -> [Finding] {
        let target = subject.target
        let place = "release \(target.version)"
        var findings: [Finding] = []
        if let line = target.configuration.faultLine {
            let reason = target.configuration.faultReason.map { ": \($0)" } ?? ""
            findings.append(
                Finding(
                    Self.unreadable, at: place,
                    "'releases/\(target.version)/sys.config' is wrong in line \(line)\(reason)"))
        }
        if !target.has("sys.config") {
            if target.has("sys.config.src") {
                findings.append(Finding(Self.template, at: place, "'sys.config' is not made from 'sys.config.src'"))
            } else if subject.bases.contains(where: { $0.release.has("sys.config") }) {
                findings.append(Finding(Self.missing, at: place, "'releases/\(target.version)/sys.config' is missing"))
            }
        }
        for base in subject.bases {
            for file in base.diff.configuration.map(\.file) where ["vm.args", "vm.args.src", "env.sh"].contains(file) {
                findings.append(
                    Finding(
                        Self.flags, at: ScriptDirection.up.script(of: base.release.version),
                        "'\(file)' differs; it counts at the next start"))
            }
        }
        return findings
    }
}
