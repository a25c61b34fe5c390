internal import ErlangTerms
internal import Releases

/// Makes one script of low-level instructions from the scripts of several applications.
///
/// As `systools_rc:translate_scripts/4`, OTP 25.2, in near-linear time.
struct ScriptTranslation {
    let direction: ScriptDirection
    /// The release that the script leads to, and the one that it starts from.
    let target: ResolvedRelease
    let source: ResolvedRelease

    /// Translates scripts whose short forms are expanded.
    func translate(_ scripts: [[ErlangTerm]]) throws(ScriptFault) -> [ErlangTerm] {
        let split = try ScriptSplit(scripts)
        let before = try instructions(split.before)
        var after = try instructions(split.after)
        try ScriptChecks.check(before: before, after: after)
        after = try ApplicationInstructions(target: target.applications, source: source.applications).translate(after)

        var codes = before.compactMap { sourced -> Sourced<ObjectCode>? in
            guard case .lowLevel(.loadObjectCode(let code)) = sourced.instruction else { return nil }
            return Sourced(instruction: code, script: sourced.script)
        }
        let calls = before.compactMap { sourced -> LowLevelInstruction? in
            switch sourced.instruction {
            case .lowLevel(.loadObjectCode): nil
            case .lowLevel(let call): call
            default: nil
            }
        }
        let changes = after.compactMap { sourced -> Sourced<ModuleChange>? in
            guard case .module(let change) = sourced.instruction else { return nil }
            return Sourced(instruction: change, script: sourced.script)
        }
        let groups = try ModuleDependencies.groups(changes)
        codes += try objectCode(of: groups.lazy.joined().map { changes[$0] })
        let rest = lowLevel(after, groups, changes)
        let read = try ObjectCodeMerge.merged(codes).map { LowLevelInstruction.loadObjectCode($0) }
        return (rest.first + read + calls + [.pointOfNoReturn] + rest.instructions).map(\.term)
    }

    private func instructions(
        _ terms: [Sourced<ErlangTerm>]
    ) throws(ScriptFault) -> [Sourced<AppupInstruction>] {
        var result: [Sourced<AppupInstruction>] = []
        result.reserveCapacity(terms.count)
        for sourced in terms {
            do {
                let instruction = try AppupInstructionSyntax.instruction(sourced.instruction)
                result.append(Sourced(instruction: instruction, script: sourced.script))
            } catch {
                throw error.of(script: sourced.script)
            }
        }
        return result
    }

    /// What to read so that modules can be loaded, each from the application of the target that lists it.
    private func objectCode(of changes: [Sourced<ModuleChange>]) throws(ScriptFault) -> [Sourced<ObjectCode>] {
        let versions = target.applications.map { ErlangTerm.string($0.version) }
        var codes: [Sourced<ObjectCode>] = []
        var last: Int?
        for change in changes {
            if case .delete = change.instruction.kind { continue }
            let module = change.instruction.module
            guard let owner = target.owners[module] else {
                throw ScriptFault(
                    "no_such_module", .atom(module),
                    "module '\(module)' is in no application of the release to be installed", script: change.script)
            }
            if owner == last {
                codes[codes.count - 1].instruction.modules.append(module)
            } else {
                let code = ObjectCode(
                    library: target.applications[owner].name, version: versions[owner], modules: [module])
                codes.append(Sourced(instruction: code, script: change.script))
                last = owner
            }
        }
        return codes
    }

    /// The instructions after the point of no return, each group of modules at the place of its first one; and what
    /// comes before all others.
    ///
    /// A new emulator starts first on an upgrade and last on a downgrade. A restart comes last, and only once. As
    /// `systools_rc:sort_emulator_restart/3`.
    private func lowLevel(
        _ after: [Sourced<AppupInstruction>], _ groups: [[Int]], _ changes: [Sourced<ModuleChange>]
    ) -> (first: [LowLevelInstruction], instructions: [LowLevelInstruction]) {
        var instructions: [LowLevelInstruction] = []
        var (isNewEmulator, isRestart) = (false, false)
        var remaining = zip(groups, groups.map { $0.min() }).makeIterator()
        var next = remaining.next()
        var number = 0
        for sourced in after {
            switch sourced.instruction {
            case .module:
                if let (group, lowest) = next, lowest == number {
                    let translation = LowLevelTranslation(
                        direction: direction, changes: group.map { changes[$0].instruction })
                    instructions += translation.instructions()
                    next = remaining.next()
                }
                number += 1
            case .lowLevel(.restartNewEmulator): isNewEmulator = true
            case .lowLevel(.restartEmulator): isRestart = true
            case .lowLevel(.pointOfNoReturn), .lowLevel(.loadObjectCode): continue  // stand before
            case .lowLevel(let instruction): instructions.append(instruction)
            case .addApplication, .removeApplication, .restartApplication: continue  // translated
            }
        }
        if isRestart || isNewEmulator && direction == .down { instructions.append(.restartEmulator) }
        return (isNewEmulator && direction == .up ? [.restartNewEmulator] : [], instructions)
    }
}
