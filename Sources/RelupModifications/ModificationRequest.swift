internal import ErlangTerms
internal import Files
internal import RelupRuntime
package import Relups

/// All that `relup-modify` can be asked to do with one relup: which modification, edeliver's instructions one by one,
/// and a program at the end.
package struct ModificationRequest: Sendable {
    package var choice = ModificationChoice.Options()
    /// edeliver's instructions with their arguments, as words of a shell (`--apply`).
    package var commands: [String] = []
    /// A shell command that the relup is piped through (`--with`).
    package var filter: String?
    /// The folder of the unpacked top release, if the modification is a module in it (`--release`).
    package var release: String?
    /// Whether to leave out the additions (`--without-hooks`).
    package var leavesOutAdditions = false
    /// The folder of the carried modules (`--runtime-dir`).
    package var runtimeDirectory = ""

    package init() {}

    /// The relup after all requested changes, and the reason for the chosen modification.
    ///
    /// Additions come with every modification. If `commands` names instructions, they are the only change, unless the
    /// options also name a modification.
    package func apply(
        to relup: Relup, configuration: RelupModification.Configuration, facts: ModificationChoice.ReleaseFacts,
        environment: [String: String]
    ) throws -> (outcome: RelupModification.Outcome, reason: String) {
        let instructions = try RelupModification(name: "--apply", commands: commands)
        var modification = RelupModification.none
        var modified = relup
        var reason = "instructions given by --apply"
        var needsAdditions = false
        if commands.isEmpty || choice != ModificationChoice.Options() {
            let choice = try ModificationChoice(choice, environment: environment, release: facts)
            reason = choice.reason
            needsAdditions =
                choice.modification != .none && !leavesOutAdditions && configuration.dialect.insertsAdditions
            switch choice.modification {
            case .none: break
            case .default: modification = .default
            case .phoenix: modification = .phoenix
            case .file(let path): modification = try ModificationFile.modification(in: WholeFile.read(path), file: path)
            case .text(let text):
                modification = try ModificationFile.modification(in: text, file: ModificationChoice.fileOfRelease)
            case .module(let module): modified = try run(module, on: relup, configuration)
            }
        }
        let additions =
            needsAdditions ? facts.additions.steps(carriesModules: (try? compiledModules(facts)) != nil) : []
        modification = RelupModification(
            name: modification.name, steps: modification.steps + instructions.steps + additions)
        var outcome = try modification.apply(to: modified, configuration: configuration)
        let ownChanges = ModificationChange.changes(step: "modify_relup/2", from: relup, to: modified)
        outcome.changes = ownChanges + outcome.changes
        if let filter {
            let filtered = try RelupFilter.apply(filter, to: outcome.relup)
            outcome.changes += ModificationChange.changes(step: "--with '\(filter)'", from: outcome.relup, to: filtered)
            outcome.relup = filtered
        }
        if outcome.relup.callsEdeliver && !facts.applications.isEmpty && !facts.applications.contains("edeliver") {
            outcome.warnings.append("the relup calls modules of edeliver, which the release does not hold")
        }
        let embedded = try embedRuntime(in: outcome.relup, facts)
        outcome.changes += ModificationChange.changes(step: "relup_runtime", from: outcome.relup, to: embedded)
        outcome.relup = embedded
        return (outcome, reason)
    }

    /// The relup with the carried modules that it calls, which all its releases must be able to load.
    private func embedRuntime(in relup: Relup, _ facts: ModificationChoice.ReleaseFacts) throws -> Relup {
        guard CarriedModules.calls(in: relup) else { return relup }
        return CarriedModules.embed(try compiledModules(facts), in: relup)
    }

    private func compiledModules(_ facts: ModificationChoice.ReleaseFacts) throws -> CompiledModules {
        let code = try CompiledModules(directory: runtimeDirectory)
        for release in facts.releases {
            try code.check(release: release.name, version: release.version, erts: release.erts)
        }
        return code
    }

    private func run(
        _ module: Atom, on relup: Relup, _ configuration: RelupModification.Configuration
    ) throws -> Relup {
        guard let release else {
            throw ModificationError(
                .undecided, "'\(module)' runs in the release that holds it: name its folder with --release")
        }
        return try ModificationModule(module: module, release: release).apply(to: relup, name: configuration.name)
    }
}

extension Relup {
    /// Whether a script calls an instruction of edeliver's own.
    fileprivate var callsEdeliver: Bool {
        (up + down).contains { script in
            script.steps.contains { instruction in
                instruction.runModule?.name.hasPrefix("Elixir.Edeliver.Relup.") ?? false
            }
        }
    }
}
