internal import ErlangTerms
internal import ReleaseDiffs
internal import RelupChecks
internal import Relups

/// What stands on top of an upgrade's overview.
extension Overview {
    /// The name of the tarball or document that is shown, as commands name it.
    enum Source {
        case document(String)
        case tarball(String)
    }

    /// Three reasons for the verdict: the worst findings; then what the upgrade changes, what stands still, and the way
    /// back.
    mutating func addReasons(
        _ report: CheckReport?, _ diffs: [ReleaseDiff], _ relup: Relup?, _ upgrades: [ScriptTimeline],
        _ rehearsals: [Rehearsal]
    ) {
        let groups = FindingGroup.groups(report?.findings ?? []).filter { $0.severity != .info }
        reasons = groups.map { group in
            let rest = group.entries.count - 1
            let place = FindingGroup.place(group.entries[0].places)
            return Reason(
                severity: group.severity,
                text:
                    "\(place): \(group.entries[0].message)\(rest == 0 ? "" : ", and \(ShownName.counted(rest)) more like it")"
            )
        }
        var facts = diffs.prefix(1).map(DiffText.summary)
        if let relup { facts += [Self.standstill(upgrades), Self.wayBack(relup)] }
        // What was seen says more than what is planned.
        if let rehearsal = rehearsals.first(where: { $0.verdict != "proven" }) ?? rehearsals.first {
            let text = "rehearsed from \(rehearsal.old): \(rehearsal.text)"
            if rehearsal.verdict == "proven" {
                facts.insert(text, at: min(1, facts.count))
            } else {
                reasons.insert(Reason(severity: .error, text: text), at: 0)
            }
        }
        reasons = Array((reasons + facts.map { Reason(severity: nil, text: $0) }).prefix(3))
    }

    /// Of the script in which most waits longest.
    private static func standstill(_ upgrades: [ScriptTimeline]) -> String {
        let longest = upgrades.max { ($0.freeze?.milliseconds ?? 0) < ($1.freeze?.milliseconds ?? 0) }
        guard let timeline = longest, let freeze = timeline.freeze else { return "no process is suspended" }
        var seen: Set<Atom> = []
        let modules = timeline.steps.flatMap(\.instruction.suspendedModules).filter { seen.insert($0).inserted }
        let who = modules.isEmpty ? "connections wait" : "processes of \(ShownName.some(modules)) stand still"
        return "\(who), in steps \(freeze.first) to \(freeze.last): about \(freeze.milliseconds) ms"
    }

    private static func wayBack(_ relup: Relup) -> String {
        let down = relup.down
        if down.isEmpty { return "there is no way back but a restart" }
        let restarts = down.contains { script in
            script.instructions.contains { [.atom("restart_emulator"), .atom("restart_new_emulator")].contains($0) }
        }
        let versions = down.prefix(3).map(\.version).joined(separator: ", ")
        return
            "it can be taken back to \(versions)\(down.count > 3 ? " and others" : "")\(restarts ? ", by a restart" : "")"
    }

    mutating func addNextStep(_ report: CheckReport?, _ source: Source) {
        let package = release.map { "\($0.name ?? "release")-\($0.version).upgrade.tar.gz" } ?? ""
        let old =
            release.flatMap { release in release.bases.first.map { "\(release.name ?? "release")-\($0).tar.gz" } } ?? ""
        switch (report?.verdict, source) {
        case (nil, .document(let file)): nextStep = ("check it", "relup-check --table \(ShellWord.quoted(file))")
        case (nil, .tarball(let file)):
            nextStep = ("check it", "relup-check --table \(ShellWord.quoted(old)) \(ShellWord.quoted(file))")
        case (.hot?, .document(let file)), (.review?, .document(let file)):
            let isHot = report?.verdict == .hot
            nextStep = (
                isHot ? "pack it" : "read the findings, then pack it and rehearse it",
                "relup-pack -o \(ShellWord.quoted(package)) \(ShellWord.quoted(file))"
            )
        case (.hot?, .tarball(let file)): nextStep = ("install it", "relup-install NODE \(ShellWord.quoted(file))")
        case (.review?, .tarball(let file)):
            nextStep = (
                "read the findings, then rehearse it",
                "relup-rehearse \(ShellWord.quoted(old)) \(ShellWord.quoted(file))"
            )
        case (.restart?, _):
            let worst = FindingGroup.groups(report?.findings ?? []).first
            nextStep = ("\(CheckReport.Verdict.restart.meaning); or mend what is wrong: \(worst?.advice ?? "")", nil)
        }
    }
}
