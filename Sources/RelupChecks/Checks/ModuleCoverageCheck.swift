internal import ErlangTerms
internal import ReleaseDiffs

/// Finds modules that differ and that no instruction loads or removes: the upgrade succeeds and old code keeps running.
struct ModuleCoverageCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.ways.flatMap { way in
            let loaded = modules(of: "load", in: way)
            let removed = modules(of: "remove", in: way)
            if way.instructions.contains(where: Self.isEmulatorRestart) { return [Finding]() }
            return way.diff.applications.flatMap { application -> [Finding] in
                let modules = application.modules
                let isUp = way.direction == .up
                let gained = isUp ? modules.added : modules.removed
                let lost = isUp ? modules.removed : modules.added
                let notLoaded = (gained + modules.changed).filter { !loaded.contains($0) }
                let notRemoved = lost.filter { !removed.contains($0) }
                return notLoaded.map { finding($0, application, way, "is not loaded", "a load_module or update") }
                    + notRemoved.map { finding($0, application, way, "is not removed", "a delete_module") }
            }
        }
    }

    private func modules(of name: Atom, in way: CheckSubject.Way) -> Set<Atom> {
        Set(way.instructions.compactMap { $0.argument(of: name)?.first?.atom })
    }

    private func finding(
        _ module: Atom, _ application: ApplicationDiff, _ way: CheckSubject.Way, _ what: String, _ instruction: String
    ) -> Finding {
        Finding(
            "module-not-covered", .error, place: "\(way.place): \(module)",
            "'\(module)' of '\(application.name)' differs between the releases and \(what)",
            advice: "give it \(instruction) in the appup of '\(application.name)'")
    }

    private static func isEmulatorRestart(_ instruction: ErlangTerm) -> Bool {
        instruction == .atom("restart_emulator") || instruction == .atom("restart_new_emulator")
    }
}
