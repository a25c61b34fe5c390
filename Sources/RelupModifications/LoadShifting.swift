package import ErlangTerms
internal import Relups

/// Shifts loads, so that a module is loaded when it is called. As `Edeliver.Relup.ShiftInstruction`, 1.9.2.
extension InstructionList {
    /// Moves the load of a module directly before `instruction`, if it comes after it.
    ///
    /// `ensure_module_loaded_before_instruction/3` of one list.
    package mutating func load(_ module: Atom, before instruction: ErlangTerm) {
        guard let anchor = elements.firstIndex(of: LowLevelInstruction(instruction)),
            let load = indexOfLoad(of: module, shiftableBefore: anchor)
        else { return }
        elements.insert(elements.remove(at: load), at: anchor)
    }

    /// Moves the load of a module directly before the first call of `call`'s module, if it comes after `call`.
    ///
    /// `ensure_module_loaded_before_first_runnable_instructions/3` of one list.
    package mutating func load(_ module: Atom, beforeFirst call: ErlangTerm) throws(ModificationError) {
        let call = LowLevelInstruction(call)
        guard let called = call.runModule else {
            return try refuse(unless: elements.isEmpty || elements == [call])
        }
        guard let anchor = elements.firstIndex(of: call),
            let load = indexOfLoad(of: module, shiftableBefore: anchor),
            let first = elements.firstIndex(where: { $0.runModule == called })
        else { return }
        elements.insert(elements.remove(at: load), at: first)
    }

    /// Moves all loads and unloads of a module directly after `instruction`, if they come before it.
    ///
    /// `ensure_module_unloaded_after_instruction/3` of one list.
    package mutating func unload(_ module: Atom, after instruction: ErlangTerm) throws(ModificationError) {
        let instruction = LowLevelInstruction(instruction)
        let anchor =
            dialect.unloadsBehindLastEqualCall
            ? elements.lastIndex(of: instruction) : elements.firstIndex(of: instruction)
        try moveUnloads(of: [module], behind: anchor)
    }

    /// Moves all loads and unloads of a module directly after the last call of `call`'s module.
    ///
    /// `ensure_module_unloaded_after_last_runnable_instruction/3` of one list.
    package mutating func unload(_ module: Atom, afterLast call: ErlangTerm) throws(ModificationError) {
        let call = LowLevelInstruction(call)
        guard let called = call.runModule else {
            return try refuse(unless: elements.isEmpty || elements.first == call)
        }
        guard dialect.findsLastCall else { return try unload(module, after: call.term) }
        try moveUnloads(of: [module], behind: elements.lastIndex { $0.runModule == called })
    }

    /// The first load of a module after `anchor`, unless there is an earlier one before it.
    private func indexOfLoad(of module: Atom, shiftableBefore anchor: Int) -> Int? {
        let first = elements.indices.first { index in
            index != anchor && elements[index].loaded == module
        }
        return first.flatMap { $0 > anchor ? $0 : nil }
    }

    /// edeliver's clauses for calls do not match other instructions.
    private func refuse(unless harmless: Bool) throws(ModificationError) {
        if !harmless { throw ModificationError(.wrongArguments, "only a call of run/1 has a first and a last") }
    }

    /// Moves all loads and unloads of the modules that come before `anchor` directly after it.
    mutating func moveUnloads(of modules: Set<Atom>, behind anchor: Int?) throws(ModificationError) {
        var kept: [LowLevelInstruction] = []
        var moved: [LowLevelInstruction] = []
        for instruction in elements[..<(anchor ?? elements.endIndex)] {
            let (stays, moves) = split(instruction, modules)
            if let stays { kept.append(stays) }
            if let moves { moved.append(moves) }
        }
        guard !moved.isEmpty else { return }
        guard let anchor else {
            throw ModificationError(.missingCall, "a module is unloaded after a call that the script does not have")
        }
        kept.append(elements[anchor])
        kept += dialect.keepsOrderOfUnloads ? moved : moved.reversed()
        kept += elements[(anchor + 1)...]
        elements = kept
    }

    /// The part of an instruction that stays in place, and the part that belongs to the modules.
    func split(
        _ instruction: LowLevelInstruction, _ modules: Set<Atom>
    ) -> (stays: LowLevelInstruction?, moves: LowLevelInstruction?) {
        if let module = instruction.loaded ?? instruction.unloaded, modules.contains(module) {
            return (nil, instruction)
        }
        guard dialect.splitsPurgeLists, case .purge(let list) = instruction else { return (instruction, nil) }
        let moves = list.filter(modules.contains)
        guard !moves.isEmpty else { return (instruction, nil) }
        let stays = list.filter { !modules.contains($0) }
        return (stays.isEmpty ? nil : .purge(stays), .purge(moves))
    }
}
