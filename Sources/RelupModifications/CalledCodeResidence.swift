internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Keeps the code of instructions that run during the upgrade loaded from before the first call to behind the last.
extension InstructionList {
    /// Up: moves what loads the runtime's modules directly before the first call of any of them.
    ///
    /// A module that its script unloads and loads again (its application is restarted) is unloaded and loaded there;
    /// one that is unloaded for good is unloaded directly behind the last call.
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

    /// Down: moves what loads and unloads the runtime's modules directly behind the last call of any of them.
    ///
    /// The modules that the upgrade removed are missing until the downgrade loads them: their loads go before the first
    /// call.
    mutating func unloadCalledCodeAfterLastCall(
        removedByUpgrade: Set<Atom>
    ) throws(ModificationError) {
        guard let calls = rangeOfCalls else { return }
        let missing = dialect.keepsRestartedRuntimeLoaded ? removedByUpgrade : []
        try moveUnloads(of: runModules.subtracting(missing), behind: calls.upperBound - 1)
        try moveLoads(of: runModules.intersection(missing))
    }

    /// From the first to the last call of a module of the runtime, but for those that the relup carries along.
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

    /// Moves the loads of modules, with their unloads where these come along, directly before the first call.
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

    /// What of an instruction stays where it is, and what goes along with the loads of the modules.
    private func takeApart(
        _ instruction: LowLevelInstruction, _ modules: Set<Atom>
    ) -> (stays: LowLevelInstruction?, moves: LowLevelInstruction?) {
        if dialect.keepsRestartedRuntimeLoaded { return split(instruction, modules) }
        let isLoad = instruction.loaded.map(modules.contains) ?? false
        return isLoad ? (nil, instruction) : (instruction, nil)
    }

    /// The runtime's modules whose code is read by a `load_object_code` behind `index` only: no load can go before it.
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
