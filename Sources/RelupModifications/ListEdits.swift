internal import ErlangTerms
internal import Relups

/// A place in a step.
struct StepPlace {
    let point: InsertionPoint
    /// Whether the place is literal for down too, because the step itself names its direction.
    let isLiteral: Bool

    func point(in script: ScriptModification) -> InsertionPoint {
        let point =
            switch point {
            case .before(let instruction): InsertionPoint.before(script.placeholders.fill(instruction))
            case .after(let instruction): InsertionPoint.after(script.placeholders.fill(instruction))
            default: self.point
            }
        return script.direction == .down && !isLiteral ? point.mirrored : point
    }
}

/// `{insert, Place, Instruction | [Instruction]}`.
struct InsertEdit: ScriptEdit {
    let instructions: [ErlangTerm]
    let place: StepPlace

    func apply(to script: inout ScriptModification) {
        script.list.insert(instructions.map(script.placeholders.fill), at: place.point(in: script))
    }
}

/// `{remove, Instruction}`: removes all that match.
struct RemoveEdit: ScriptEdit {
    let pattern: ErlangTerm
    var needsEffect: Bool { true }

    func apply(to script: inout ScriptModification) {
        let pattern = InstructionPattern(term: script.placeholders.fill(pattern))
        script.list.elements.removeAll { pattern.matches($0.term) }
    }
}

/// `{replace, Instruction, Instruction | [Instruction]}`: replaces all that match.
struct ReplaceEdit: ScriptEdit {
    let pattern: ErlangTerm
    let instructions: [ErlangTerm]
    var needsEffect: Bool { true }

    func apply(to script: inout ScriptModification) {
        let pattern = InstructionPattern(term: script.placeholders.fill(pattern))
        let instructions = instructions.map { LowLevelInstruction(script.placeholders.fill($0)) }
        script.list.elements = script.list.elements.flatMap { pattern.matches($0.term) ? instructions : [$0] }
    }
}

/// `{move, Instruction, Place}`: moves all that match, in their order.
struct MoveEdit: ScriptEdit {
    let pattern: ErlangTerm
    let place: StepPlace
    var needsEffect: Bool { true }

    func apply(to script: inout ScriptModification) {
        let pattern = InstructionPattern(term: script.placeholders.fill(pattern))
        let moved = script.list.elements.map(\.term).filter(pattern.matches)
        guard !moved.isEmpty else { return }
        script.list.elements.removeAll { pattern.matches($0.term) }
        script.list.insert(moved, at: place.point(in: script))
    }
}

/// `{load_before, Module, Instruction}` and the like: shifts where a module is loaded or unloaded, if it is at all.
///
/// `_first` and `_last` refer to all calls of the module whose `run` the instruction calls.
struct ShiftEdit: ScriptEdit {
    let name: String
    let module: Atom
    let instruction: ErlangTerm

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        let instruction = script.placeholders.fill(instruction)
        switch name {
        case "load_before": script.list.load(module, before: instruction)
        case "load_before_first": try script.list.load(module, beforeFirst: instruction)
        case "unload_after": try script.list.unload(module, after: instruction)
        default: try script.list.unload(module, afterLast: instruction)
        }
    }
}

/// `{run, Module}` or `{run, Module, Options}`: a call of `Module:run/1`, as the step or the module itself declares it.
struct RunEdit: ScriptEdit {
    let module: Atom
    /// The step's own declaration; if it is missing, the module's attribute counts.
    let declaration: InstructionDeclaration?
    let isLiteral: Bool

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        let declaration: InstructionDeclaration
        if let own = self.declaration {
            declaration = own
        } else {
            declaration = try InstructionDeclaration(of: module, in: script)
        }
        let place = StepPlace(point: declaration.place, isLiteral: isLiteral)
        try script.insert(
            InstructionCall(
                module: module, argument: script.placeholders.fill(declaration.argument),
                place: place.point(in: script), dependencies: declaration.dependencies))
    }
}
