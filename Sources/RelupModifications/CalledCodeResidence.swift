internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Keeps the code of runnable instructions loaded from before the first call until after the last.
extension InstructionList {
    /// Up: moves the loads of called modules directly before the first call of any of them.
    ///
    /// If the script unloads and loads a module again because it restarts its application, both happen there. If it
    /// unloads a module for good, that happens directly after the last call.
    mutating func loadCalledCodeBeforeFirstCall() throws(ModificationError) {
        guard let calls = rangeOfCalls else { return }
        var early: Set<Atom> = []
        var late: Set<Atom> = []
        for (index, instruction) in elements.enumerated() {
            guard let module = instruction.loaded, runModules.contains(module) else {
                continue
            }
            if index < calls.lowerBound { early.insert(module) } else { late.insert(module) }
        }
        let moved = late.subtracting(early).subtracting(modulesReadOnlyBehind(calls.lowerBound))
        if dialect.keepsRestartedRuntimeLoaded {
            try moveUnloads(of: runModules.subtracting(early).subtracting(late), behind: calls.upperBound - 1)
        }
        try moveLoads(of: moved)
    }

    /// Down: moves the loads and unloads of called modules directly after the last call of any of them.
    ///
    /// Modules that the upgrade removed are missing until the downgrade loads them, so their loads go before the first
    /// call.
    mutating func unloadCalledCodeAfterLastCall(
        removedByUpgrade: Set<Atom>
    ) throws(ModificationError) {
        guard let calls = rangeOfCalls else { return }
        let missing = dialect.keepsRestartedRuntimeLoaded ? removedByUpgrade : []
        try moveUnloads(of: runModules.subtracting(missing), behind: calls.upperBound - 1)
        try moveLoads(of: runModules.intersection(missing))
    }

    /// From the first to the last call of a called module, except those that the relup carries along.
    private var rangeOfCalls: Range<Int>? {
        let isCall = { (instruction: LowLevelInstruction) in
            guard let module = instruction.runModule else { return false }
            return runModules.contains(module) && !RunnableInstruction.isRun(by: module)
        }
        guard let first = elements.firstIndex(where: isCall), let last = elements.lastIndex(where: isCall) else {
            return nil
        }
        return first..<(last + 1)
    }

    /// Moves the loads of modules, with their unloads if these move along, directly before the first call.
    private mutating func moveLoads(of modules: Set<Atom>) throws(ModificationError) {
        guard !modules.isEmpty, let first = rangeOfCalls?.lowerBound else { return }
        var kept = Array(elements[..<first])
        var moved: [LowLevelInstruction] = []
        for instruction in elements[first...] {
            let (stays, moves) = takeApart(instruction, modules)
            if let stays { kept.append(stays) }
            if let moves { moved.append(moves) }
        }
        kept.insert(contentsOf: moved, at: first)
        elements = kept
    }

    /// The part of an instruction that stays in place, and the part that moves along with the loads of the modules.
    private func takeApart(
        _ instruction: LowLevelInstruction, _ modules: Set<Atom>
    ) -> (stays: LowLevelInstruction?, moves: LowLevelInstruction?) {
        if dialect.keepsRestartedRuntimeLoaded { return split(instruction, modules) }
        let isLoad = instruction.loaded.map(modules.contains) ?? false
        return isLoad ? (nil, instruction) : (instruction, nil)
    }

    /// The called modules whose code is read only by a `load_object_code` after `index`: no load can go before it.
    private func modulesReadOnlyBehind(_ index: Int) -> Set<Atom> {
        var behind: Set<Atom> = []
        var before: Set<Atom> = []
        for (position, instruction) in elements.enumerated() {
            let modules = instruction.readModules.filter(runModules.contains)
            if position < index { before.formUnion(modules) } else { behind.formUnion(modules) }
        }
        return behind.subtracting(before)
    }
}
