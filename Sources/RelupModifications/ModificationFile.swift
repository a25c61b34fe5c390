internal import ErlangTerms
internal import Relups

/// Reads modification files: Erlang terms, one for each step, in the order of the steps.
///
///     default.                                    % or phoenix: a ready modification
///     'CheckProcessesRunningOldCode'.             % an instruction of edeliver's
///     {'Info', <<"up">>, <<"down">>, append}.     % one with arguments
///     {insert, Place, Instruction}.               % or a list of instructions
///     {remove, Instruction}.                      % '_' in it stands for anything
///     {replace, Instruction, Instruction}.
///     {move, Instruction, Place}.
///     {load_before, Module, Instruction}.         % or load_before_first, unload_after, unload_after_last
///     {run, Module, [{arguments, Term}, {where, Place}, {dependencies, [Module]}]}.
///     {up, Step}.                                 % or down: in this direction only
package enum ModificationFile {
    /// The modification in a file's bytes; `file` is what errors call it.
    package static func modification(in bytes: [UInt8], file: String) throws(ModificationError) -> RelupModification {
        let terms: [TermTextReader.PlacedTerm]
        do {
            terms = try TermTextReader.placedTerms(in: bytes, file: file)
        } catch {
            throw ModificationError(.syntax, error.reason, file: file, place: error.place)
        }
        var steps: [ModificationStep] = []
        for term in terms { steps.append(try step(term, file)) }
        return RelupModification(name: file, steps: steps)
    }

    private static func step(
        _ placed: TermTextReader.PlacedTerm, _ file: String
    ) throws(ModificationError) -> ModificationStep {
        let (direction, term) = directed(placed.term)
        do throws(ModificationError) {
            let (name, edit) = try StepTerm(term, isLiteral: direction != nil).edit()
            return ModificationStep(name, edit, direction: direction, file: file, place: placed.place)
        } catch {
            throw ModificationError(error.code, error.message, file: file, place: placed.place)
        }
    }

    /// The direction that a step names, and the step.
    private static func directed(_ term: ErlangTerm) -> (ScriptDirection?, ErlangTerm) {
        if let step = term.tagged("up", count: 2)?.first { return (.up, step) }
        if let step = term.tagged("down", count: 2)?.first { return (.down, step) }
        return (nil, term)
    }
}

/// The term of one step.
private struct StepTerm {
    let name: String
    let arguments: [ErlangTerm]
    let isLiteral: Bool

    init(_ term: ErlangTerm, isLiteral: Bool) throws(ModificationError) {
        let elements = term.tuple ?? [term]
        guard let name = elements.first?.atom else {
            throw ModificationError(.unknownInstruction, "a step is an atom or a tuple that begins with one")
        }
        self.name = name.name
        arguments = Array(elements.dropFirst())
        self.isLiteral = isLiteral
    }

    /// The name of the step in reports, and what it does.
    func edit() throws(ModificationError) -> (String, any ScriptEdit) {
        switch name {
        case "default", "phoenix":
            try takes(0, "nothing")
            return (name, name == "default" ? DefaultModification() : PhoenixModification())
        case "insert":
            try takes(2, "a place and instructions")
            return (name, InsertEdit(instructions: try instructions(arguments[1]), place: try place(arguments[0])))
        case "remove":
            try takes(1, "an instruction")
            return (name, RemoveEdit(pattern: arguments[0]))
        case "replace":
            try takes(2, "an instruction and those in its place")
            return (name, ReplaceEdit(pattern: arguments[0], instructions: try instructions(arguments[1])))
        case "move":
            try takes(2, "an instruction and a place")
            return (name, MoveEdit(pattern: arguments[0], place: try place(arguments[1])))
        case "load_before", "load_before_first", "unload_after", "unload_after_last":
            guard arguments.count == 2, let module = arguments[0].atom else {
                throw ModificationError(.wrongArguments, "'\(name)' takes a module and an instruction")
            }
            return (name, ShiftEdit(name: name, module: module, instruction: arguments[1]))
        case "run":
            guard (1...2).contains(arguments.count), let module = arguments[0].atom else {
                throw ModificationError(.wrongArguments, "'run' takes a module and options")
            }
            let declaration = try arguments.count == 2 ? InstructionDeclaration(arguments[1], subject: "'run'") : nil
            return ("run \(module)", RunEdit(module: module, declaration: declaration, isLiteral: isLiteral))
        default:
            return (name, try ReadyInstructions.instruction(name, arguments))
        }
    }

    private func takes(_ count: Int, _ expected: String) throws(ModificationError) {
        guard arguments.count == count else {
            throw ModificationError(.wrongArguments, "'\(name)' takes \(expected)")
        }
    }

    private func place(_ term: ErlangTerm) throws(ModificationError) -> StepPlace {
        guard let point = InsertionPoint(term) else {
            throw ModificationError(
                .wrongArguments,
                """
                unknown place: one of \(InsertionPoint.listOfNames), {before, Instruction}, \
                {'after', Instruction} expected
                """
            )
        }
        return StepPlace(point: point, isLiteral: isLiteral)
    }

    private func instructions(_ term: ErlangTerm) throws(ModificationError) -> [ErlangTerm] {
        let instructions = term.list ?? [term]
        for instruction in instructions
        where !LowLevelInstruction(Placeholders.example.fill(instruction)).isKnown {
            let text = TermTextPrinter.line(of: instruction)
            throw ModificationError(.wrongArguments, "\(text) is no instruction of a relup")
        }
        return instructions
    }
}
