package import ErlangTerms
package import Relups

/// A modification of relups: the steps that every script goes through.
package struct RelupModification: Sendable {
    package let name: String
    package let steps: [ModificationStep]

    init(name: String, steps: [ModificationStep]) {
        self.name = name
        self.steps = steps
    }

    package static let none = RelupModification(name: "none", steps: [])
    /// edeliver's `DefaultModification`: soft purges.
    package static let `default` = RelupModification(
        name: "default", steps: [ModificationStep(DefaultModification.name, DefaultModification())])
    /// edeliver's `PhoenixModification`: checks, stops accepting, finishes requests, and resumes.
    package static let phoenix = RelupModification(
        name: "phoenix", steps: [ModificationStep(PhoenixModification.name, PhoenixModification())])

    /// A modification of edeliver's instructions, each as the words of a shell: `Info "up text" "down text" append`.
    package init(name: String, commands: [String]) throws(ModificationError) {
        var steps: [ModificationStep] = []
        for command in commands { steps.append(try ModificationStep(words: ShellWords.split(command))) }
        self.init(name: name, steps: steps)
    }

    /// The settings for applying a modification.
    package struct Configuration: Sendable {
        /// The name of the release.
        package var name: Atom
        package var dialect: Dialect
        package var calledModules: CalledModules
        /// The attribute `relup_instruction` of the release's modules that have one.
        package var declarations: [Atom: ErlangTerm]

        package init(
            name: Atom, dialect: Dialect = .repaired, calledModules: CalledModules = .edeliver,
            declarations: [Atom: ErlangTerm] = [:]
        ) {
            self.name = name
            self.dialect = dialect
            self.calledModules = calledModules
            self.declarations = declarations
        }
    }

    /// What a modification did.
    package struct Outcome: Sendable {
        package var relup: Relup
        /// What each step did to each script that it changed.
        package var changes: [ModificationChange] = []
        package var warnings: [String] = []
    }

    /// The relup after all steps on the scripts of every base, in order. Each step is linear in the number of
    /// instructions.
    package func apply(to relup: Relup, configuration: Configuration) throws(ModificationError) -> Outcome {
        if !configuration.dialect.acceptsSeveralBases && !steps.isEmpty { try Self.refuseSeveralBases(relup) }
        var outcome = Outcome(relup: relup)
        var effective = Array(repeating: false, count: steps.count)
        let upgrades = Dictionary(relup.up.map { ($0.version, $0) }) { first, _ in first }
        for index in relup.up.indices {
            var script = Self.script(.up, relup.up[index], of: relup, relup.up[index], configuration)
            try run(on: &script, relup.up[index].version, &outcome, &effective)
            if configuration.dialect.loadsAllThatRuns { try script.list.loadCalledCodeBeforeFirstCall() }
            outcome.relup.up[index].instructions = script.list.instructions
        }
        for index in relup.down.indices {
            let upgrade = upgrades[relup.down[index].version]
            var script = Self.script(.down, relup.down[index], of: relup, upgrade, configuration)
            try run(on: &script, relup.down[index].version, &outcome, &effective)
            if configuration.dialect.loadsAllThatRuns {
                try script.list.unloadCalledCodeAfterLastCall(
                    removedByUpgrade: Self.modulesRemoved(by: upgrade))
            }
            outcome.relup.down[index].instructions = script.list.instructions
        }
        for (step, effective) in zip(steps, effective) where !effective && step.edit.needsEffect {
            outcome.warnings.append("\(step.description) changes nothing")
        }
        return outcome
    }

    private func run(
        on script: inout ScriptModification, _ base: String, _ outcome: inout Outcome, _ effective: inout [Bool]
    ) throws(ModificationError) {
        for (index, step) in steps.enumerated() {
            let before = script.list.elements
            try step.apply(to: &script)
            guard
                let change = ModificationChange(
                    step: step.name, direction: script.direction, base: base, before, script.list.elements)
            else { continue }
            outcome.changes.append(change)
            effective[index] = true
        }
    }

    /// edeliver accepts a relup with one base, the same up and down.
    private static func refuseSeveralBases(_ relup: Relup) throws(ModificationError) {
        guard relup.up.count == 1, relup.down.count == 1, relup.up[0].version == relup.down[0].version else {
            throw ModificationError(
                .unsupportedRelup, "the strict dialect takes relups of one base only, the same up and down")
        }
    }

    /// The input of a modification: a script, and the upgrade from the same base.
    private static func script(
        _ direction: ScriptDirection, _ script: Relup.Script, of relup: Relup, _ upgrade: Relup.Script?,
        _ configuration: Configuration
    ) -> ScriptModification {
        let up = upgrade ?? script
        let checked = configuration.dialect.checksModulesOfOwnScript ? script : up
        return ScriptModification(
            direction: direction, name: configuration.name, upVersion: relup.version, downVersion: script.version,
            placeholders: Placeholders(
                name: configuration.name, upVersion: relup.version, downVersion: script.version,
                changedModules: changedModules(up, configuration.name, relup.version)),
            modulesToCheck: checked.steps.flatMap(\.readModules), calledModules: configuration.calledModules,
            declarations: configuration.declarations,
            list: InstructionList(script.instructions, dialect: configuration.dialect))
    }

    /// The modules of the first `{load_object_code, {Name, Version, Modules}}`.
    static func changedModules(_ script: Relup.Script, _ name: Atom, _ version: String) -> [Atom] {
        for case .loadObjectCode(let code) in script.steps
        where code.library == name && code.version == .string(version) {
            return code.modules
        }
        return []
    }

    /// The modules that a script unloads and does not load.
    private static func modulesRemoved(by script: Relup.Script?) -> Set<Atom> {
        let steps = script?.steps ?? []
        return Set(steps.compactMap(\.unloaded)).subtracting(steps.compactMap(\.loaded))
    }
}
