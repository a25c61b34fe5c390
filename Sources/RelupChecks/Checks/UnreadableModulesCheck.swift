internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds modules whose code is not understood.
struct UnreadableModulesCheck: UpgradeCheck {
    static let unreadable = FindingKind(
        "module-unreadable", .warning,
        "The code of a changed, added or removed module is not understood. What it does to processes, states and "
            + "children is not known, and the emulator may refuse to load it.",
        advice: "make sure that the emulator loads the module, and look through its changes yourself")
    static let kinds = [unreadable]

    func findings(in subject: CheckSubject) -> [Finding] {
        subject.bases.flatMap { base in
            base.diff.applications.compactMap { finding($0, base.diff) }
        }
    }

    /// One finding for all modules of an application.
    private func finding(_ application: ApplicationDiff, _ diff: ReleaseDiff) -> Finding? {
        let sides =
            application.changedModules.map { [$0.target, $0.base] }
            + (application.addedModules + application.removedModules).map { [$0] }
        let modules = sides.compactMap { sides in
            sides.first { !$0.hasFacts }.map { (name: $0.name, reason: $0.unreadable ?? "") }
        }
        guard let first = modules.first else { return nil }
        return Finding(
            Self.unreadable, at: "from \(diff.baseVersion): \(application.name)",
            "the code of \(Enumeration.of(modules.map(\.name).sorted())) cannot be read: \(first.reason)")
    }
}
