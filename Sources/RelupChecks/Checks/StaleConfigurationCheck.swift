internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Finds changed keys of applications that a running process has already read.
struct StaleConfigurationCheck: UpgradeCheck {
    static let stale = FindingKind(
        "configuration-read-at-start", .warning,
        "A key of an application differs, and a process reads it when it starts (`init`, `start_link`, `start/2`). A "
            + "process that runs keeps the old value. release_handler calls `config_change/3` of the application's "
            + "callback module, but that does not name the key, or the key holds options of listeners (`http`, `https` …), "
            + "which no endpoint of Phoenix starts again. If the code does not show which key a start reads, it "
            + "may be this one.",
        advice: "have config_change/3 or code_change read the key, or restart the application in its appup")
    static let unseen = FindingKind(
        "runtime-configuration-changes", .warning,
        "`runtime.exs` differs. It is evaluated during the upgrade. relup-check cannot see which keys get other "
            + "values, nor whether running processes have already read them.",
        advice: "look at the difference, and restart the processes that read changed keys when they start")
    static let kinds = [stale, unseen]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base -> [Finding] in
            let scripts = subject.scripts.filter { $0.diff.baseVersion == base.release.version && !$0.restartsEmulator }
            guard let first = scripts.first else { return [] }
            var findings: [Finding] = []
            if let script = scripts.first(where: { !keys(in: $0).isEmpty }) {
                findings.append(script.finding(Self.stale, text(keys(in: script))))
            }
            if base.diff.configuration.contains(where: { $0.file == "runtime.exs" }) {
                findings.append(first.finding(Self.unseen, "'runtime.exs' differs"))
            }
            return findings
        }
    }

    /// The stale keys of the next release, except those whose reader's application the script starts.
    private func keys(in script: CheckedScript) -> [StaleKey] {
        let started = Set(
            script.calls.compactMap { _, call in
                call.module == "application" && call.function == "start" ? call.arguments.first?.atom : nil
            })
        return (script.isUp ? script.diff.targetStaleKeys : script.diff.baseStaleKeys)
            .filter { !started.contains($0.readerApplication) }
    }

    private func text(_ keys: [StaleKey]) -> String {
        keys.map { key in
            let name = ErlangTerm.tuple(.atom(key.application), key.key).keyOfApplication
            return "\(name) (\(key.isSeen ? "read" : "may be read") by '\(key.reader)' when it starts)"
        }.joined(separator: ", ")
    }
}
