internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Puts the carried modules into the relup that calls them, so that releases need not contain them.
///
/// A script begins with `{apply, {code, load_binary, [Module, File, Code]}}` for the modules that it calls and all that
/// these call, and ends with `{remove, …}` and `{purge, …}` for them. If it restarts the emulator, nothing is left to
/// remove.
enum CarriedModules {
    /// Whether a relup calls any of them.
    static func calls(in relup: Relup) -> Bool {
        (relup.up + relup.down).contains { !called(by: $0.steps).isEmpty }
    }

    /// The relup with the code in each script that calls some of it.
    static func embed(_ code: CompiledModules, in relup: Relup) -> Relup {
        var relup = relup
        for index in relup.up.indices { embed(code, in: &relup.up[index]) }
        for index in relup.down.indices { embed(code, in: &relup.down[index]) }
        return relup
    }

    private static func called(by steps: [LowLevelInstruction]) -> [Atom] {
        steps.compactMap(\.runModule).filter(RunnableInstruction.isRun)
    }

    private static func embed(_ code: CompiledModules, in script: inout Relup.Script) {
        let steps = script.steps
        let loaded = Set(steps.compactMap { $0.call?.carriedModule })
        let modules = code.needed(for: called(by: steps)).filter { !loaded.contains($0) }
        guard !modules.isEmpty else { return }
        if !steps.contains(.restartEmulator) {
            let removals = modules.map { LowLevelInstruction.remove($0, .brutal) } + [.purge(modules)]
            script.instructions += removals.map(\.term)
        }
        // release_handler looks for restart_new_emulator at the very beginning.
        let start = steps.first == .restartNewEmulator ? 1 : 0
        let loads = { (modules: [Atom]) in
            modules.map { LowLevelInstruction.apply(.init(carrying: $0, code.code(of: $0) ?? [])).term }
        }
        // The environment is incomplete until the configuration has been prepared, so nothing else comes before it.
        let isFirst = steps.dropFirst(start).first?.runModule == RunnableInstruction.prepareConfiguration.module
        let first = isFirst ? code.needed(for: [RunnableInstruction.prepareConfiguration.module]) : []
        script.instructions.insert(
            contentsOf: loads(modules.filter { !first.contains($0) }), at: isFirst ? start + 1 : start)
        script.instructions.insert(contentsOf: loads(modules.filter(first.contains)), at: start)
    }
}
