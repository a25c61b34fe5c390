internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds libraries that may leave a process or a fun in their old code, if somebody calls them during the upgrade.
struct UncalledLibrariesCheck: ScriptCheck {
    static let uncalled = FindingKind(
        "called-by-hand-only", .info,
        "A module of a library changes or goes and has a loop or a fun that may outlive the upgrade, but nothing in the "
            + "release names a module of that library: only people call it, from a shell. A call that runs during the "
            + "upgrade, or a fun that it left in a table, stays in the old code.",
        advice: "end such calls before the upgrade")
    static let kinds = [uncalled]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let applications = Dictionary(grouping: script.diff.applications, by: \.name)
        return script.uncalledLibraries.compactMap { library in
            let modules = (applications[library] ?? []).flatMap(script.modulesBefore).compactMap { script.before[$0] }
            guard modules.contains(where: \.mayKeepOldCodeInUse) else { return nil }
            return script.finding(Self.uncalled, library.name, "nothing in the release calls '\(library)'")
        }
    }
}
