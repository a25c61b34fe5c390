internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds configuration that an upgrade would lose.
struct ConfigurationCheck: RelupCheck {
    static let unreadable = FindingKind(
        "configuration-unreadable", .error,
        "`sys.config` of the new release cannot be read as Erlang terms; a fun in it is enough. install_release takes "
            + "it for empty, without a word.",
        advice: "correct the file; put {Module, Function, Arguments} in the place of funs")
    static let template = FindingKind(
        "configuration-not-expanded", .error,
        "The new release has `sys.config.src` and no `sys.config`: the launcher would make it when it starts. "
            + "install_release does not, and all of the configuration is gone until the node restarts.",
        advice: "write the expanded file to releases/VSN/sys.config before install_release")
    static let missing = FindingKind(
        "configuration-missing", .warning,
        "A base release has a `sys.config`, the new one has not: what it sets falls back to the applications' own.",
        advice: "add the sys.config to the new release")
    static let flags = FindingKind(
        "emulator-flags-change", .info,
        "`vm.args` or `env.sh` differs. That counts when the operating system's process starts anew, not before.",
        advice: "restart the node at a convenient time")
    static let kinds = [unreadable, template, missing, flags]

    func findings(in subject: CheckSubject) -> [Finding] {
        let target = subject.target
        let place = "release \(target.version)"
        var findings: [Finding] = []
        if let line = target.configuration.faultLine {
            findings.append(
                Finding(Self.unreadable, at: place, "'releases/\(target.version)/sys.config' is wrong in line \(line)"))
        }
        if !target.has("sys.config") {
            if target.has("sys.config.src") {
                findings.append(Finding(Self.template, at: place, "'sys.config' is not made of 'sys.config.src'"))
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
