internal import ErlangTerms

/// Keeps the code of instructions that run during the upgrade loaded from before the first call to behind the last.
extension InstructionList {
    /// Up: moves what loads the runtime's modules directly before the first call of any of them.
    ///
    /// A module that its script unloads and loads again (its application is restarted) is unloaded and loaded there;
    /// one that is unloaded for good is unloaded directly behind the last call.
    mutating func loadRuntimeBeforeFirstCall() throws(ModificationError) {
        guard let calls = rangeOfCalls else { return }
        var early: Set<ErlangTerm> = []
        var late: Set<ErlangTerm> = []
        for (index, instruction) in elements.enumerated() {
            guard let module = LoadInstruction.loadedModule(of: instruction), runtimeModules.contains(module) else {
                continue
            }
            if index < calls.lowerBound { early.insert(module) } else { late.insert(module) }
        }
        let moved = late.subtracting(early).subtracting(modulesReadOnlyBehind(calls.lowerBound))
        if dialect.keepsRestartedRuntimeLoaded {
            try moveUnloads(of: runtimeModules.subtracting(early).subtracting(late), behind: calls.upperBound - 1)
        }
        try moveLoads(of: moved)
    }

    /// Down: moves what loads and unloads the runtime's modules directly behind the last call of any of them.
    ///
    /// The modules that the upgrade removed are missing until the downgrade loads them: their loads go before the first
    /// call.
    mutating func unloadRuntimeBehindLastCall(
        removedByUpgrade: Set<ErlangTerm>
    ) throws(ModificationError) {
        guard let calls = rangeOfCalls else { return }
        let missing = dialect.keepsRestartedRuntimeLoaded ? removedByUpgrade : []
        try moveUnloads(of: runtimeModules.subtracting(missing), behind: calls.upperBound - 1)
        try moveLoads(of: runtimeModules.intersection(missing))
    }

    /// From the first to the last call of a module of the runtime, but for those that the relup carries along.
    private var rangeOfCalls: Range<Int>? {
        let isCall = { (instruction: ErlangTerm) in
            guard let module = RunCall.module(of: instruction), let name = module.atom else { return false }
            return runtimeModules.contains(module) && !InstructionRuntime.isOwn(name)
        }
        guard let first = elements.firstIndex(where: isCall), let last = elements.lastIndex(where: isCall) else {
            return nil
        }
        return first..<(last + 1)
    }

    /// Moves the loads of modules, with their unloads where these come along, directly before the first call.
    private mutating func moveLoads(of modules: Set<ErlangTerm>) throws(ModificationError) {
        guard !modules.isEmpty, let first = rangeOfCalls?.lowerBound else { return }
        var kept = Array(elements[..<first])
        var moved: [ErlangTerm] = []
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
        _ instruction: ErlangTerm, _ modules: Set<ErlangTerm>
    ) -> (stays: ErlangTerm?, moves: ErlangTerm?) {
        if dialect.keepsRestartedRuntimeLoaded { return split(instruction, modules) }
        let isLoad = LoadInstruction.loadedModule(of: instruction).map(modules.contains) ?? false
        return isLoad ? (nil, instruction) : (instruction, nil)
    }

    /// The runtime's modules whose code is read by a `load_object_code` behind `index` only: no load can go before it.
    private func modulesReadOnlyBehind(_ index: Int) -> Set<ErlangTerm> {
        var behind: Set<ErlangTerm> = []
        var before: Set<ErlangTerm> = []
        for (position, instruction) in elements.enumerated() {
            let modules = LoadObjectCode.modules(of: instruction).filter(runtimeModules.contains)
            if position < index { before.formUnion(modules) } else { behind.formUnion(modules) }
        }
        return behind.subtracting(before)
    }
}
