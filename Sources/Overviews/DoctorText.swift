package import CommandLine
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import RelupChecks
internal import Relups
internal import UpgradeDocuments
package import UpgradeStages

/// What `relup-doctor` says: whether and how releases upgrade, in some ten lines.
package enum DoctorText {
    /// Verdict, what changes, who stands still, what to correct, and the next command.
    package static func text(_ upgrade: TrialUpgrade, of paths: [String], _ colour: TerminalColour) throws -> String {
        let document = upgrade.document
        let (releases, report) = (try document.releases(), upgrade.report)
        let target = releases.target.release
        let bases = releases.bases.map(\.release.version.text).joined(separator: ", ")
        var lines = [
            colour(.bold, "\(target.name) \(bases) -> \(target.version): ")
                + colour(report.verdict.style, report.verdict.rawValue) + " (\(report.verdict.meaning))"
        ]
        lines += item("changes", try changes(document))
        lines += item("stands still", try pauses(document))
        lines += item("to correct", corrections(report))
        lines += item("next", next(report.verdict, paths, output: "\(target.name)-\(target.version).upgrade.tar.gz"))
        return lines.joined(separator: "\n") + "\n"
    }

    /// What to do where releases lack versions of their own.
    package static func text(lackingVersions error: any Error, of paths: [String], _ colour: TerminalColour) -> String {
        let lines =
            [colour(.bold, "no upgrade: ") + colour(.red, "versions are missing")]
            + item("to correct", ["\(error)"])
            + item("next", ["relup-upgrade --auto-version \(words(paths)) -o upgrade.tar.gz"])
        return lines.joined(separator: "\n") + "\n"
    }

    private static func item(_ name: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { index, line in
            let head = index == 0 ? name : ""
            return "  \(head)\(String(repeating: " ", count: 14 - head.count))\(TerminalText.line(line))"
        }
    }

    /// A summary for each base release, and the applications of the first.
    private static func changes(_ document: UpgradeDocument) throws -> [String] {
        let diffs = try document.diffs()
        let generated = Set(try document.appups().filter { $0.origin == .generated }.map(\.application.atom))
        let applications = (diffs.first?.applications ?? []).filter { !$0.isEmpty }.map { application in
            let versions = [application.baseVersion, application.targetVersion].compactMap { $0 }
            let appup = generated.contains(application.name) ? ", appup generated" : ""
            return "\(application.name) \(versions.joined(separator: " -> ")): \(application.change.rawValue)\(appup)"
        }
        return some(diffs.map(DiffText.summary), of: 3) + some(applications.map(TerminalText.line), of: 4)
    }

    /// Whose processes are suspended in which script, and for how long something waits.
    private static func pauses(_ document: UpgradeDocument) throws -> [String] {
        let relup = try document.relup()
        let scripts = [(ScriptDirection.up, relup.up), (.down, relup.down)]
        let lines = scripts.flatMap { direction, scripts in
            scripts.compactMap { script -> String? in
                let instructions = script.instructions.map(LowLevelInstruction.init)
                guard let freeze = ScriptFreeze(instructions) else { return nil }
                let modules = Set(instructions.flatMap(\.suspendedModules)).sorted()
                let whom = modules.isEmpty ? "" : ", processes of \(ShownName.some(modules))"
                return line("\(direction.script(of: script.version)): \(freeze.duration)\(whom)")
            }
        }
        return lines.isEmpty ? ["nothing"] : some(lines, of: 4)
    }

    private static func corrections(_ report: CheckReport) -> [String] {
        let groups = FindingGroup.groups(report.findings).filter { $0.severity != .info }
        guard !groups.isEmpty else { return ["nothing"] }
        let texts = groups.map { group in
            let more = group.entries.count > 1 ? " (and \(group.entries.count - 1) more)" : ""
            let entry = group.entries[0]
            return
                "\(group.severity.rawValue): \(FindingGroup.place(entry.places)): \(entry.message)\(more); \(group.advice)"
        }
        return some(texts.map(line), of: 3)
    }

    private static func next(_ verdict: CheckReport.Verdict, _ paths: [String], output: String) -> [String] {
        let make = "relup-upgrade \(words(paths)) -o \(ShellWord.quoted(output))"
        let rehearse = "relup-rehearse \(words([paths[0], output]))   # tries"
        return switch verdict {
        case .hot: [make, "\(rehearse) it on a node of its own"]
        case .review: [make, "\(rehearse) on a node what nobody can see in the tarballs"]
        case .restart:
            ["correct it and build again, or restart the nodes into \(ShellWord.quoted(paths[paths.count - 1]))"]
        }
    }

    private static func line(_ text: String) -> String { TerminalText.line(ShownName.text(text)) }

    /// The first lines, and how many there are besides.
    private static func some(_ lines: [String], of limit: Int) -> [String] {
        lines.count <= limit ? lines : lines.prefix(limit) + ["and \(lines.count - limit) more"]
    }

    /// Names as a shell takes them.
    private static func words(_ names: [String]) -> String { names.map(ShellWord.quoted).joined(separator: " ") }
}
