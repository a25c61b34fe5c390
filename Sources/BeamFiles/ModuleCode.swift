internal import ErlangTerms

/// The code of a module, read once: what its functions return, what they call, and the tuples in it.
struct ModuleCode {
    /// Why facts cannot be read from the code.
    let unreadable: String?
    let runsOnLoad: Bool
    let exports: [(function: LocalFunction, label: Int)]
    let symbols: BeamSymbols
    private let code: BeamCode?
    let evaluator: CodeEvaluator?
    let literals: BeamLiterals
    let graph: CallGraph
    private let shapes: TupleShapes
    private let lambdas: [Lambda]
    let lambdaLabels: [Int]

    /// Reads the code. With `gathersShapes`, it gathers tuples and structs too.
    init(_ beam: BeamFile, _ symbols: BeamSymbols, gathersShapes: Bool = true) throws(BeamError) {
        let imports = try symbols.imports()
        let literals = try BeamLiterals(beam)
        var graph = CallGraph()
        var shapes = TupleShapes(symbols)
        let code = beam["Code"].flatMap { data in
            BeamCode(data) { instruction, function in
                graph.add(instruction, function: function)
                if gathersShapes { shapes.add(instruction) }
            }
        }
        exports = try symbols.exports()
        lambdas = try symbols.lambdas()
        lambdaLabels = try symbols.lambdaLabels()
        unreadable = code == nil ? "its code has no head" : code?.unreadable
        runsOnLoad = code?.runsOnLoad ?? false
        evaluator = unreadable == nil ? code.map { CodeEvaluator($0, symbols, imports, literals) } : nil
        self.code = code
        self.symbols = symbols
        self.literals = literals
        self.graph = graph
        self.shapes = shapes
    }

    private func label(_ function: LocalFunction) -> Int? {
        exports.first { $0.function == function }?.label
    }

    /// The outcomes of an exported function; nil if there is no such function, `unknown` if they are not all seen.
    func outcomes(_ function: LocalFunction, followsExceptions: Bool = true) -> Fact<Set<CodeEvaluator.Outcome>>? {
        guard let label = label(function) else { return nil }
        guard let evaluator else { return .unknown }
        let outcomes = evaluator.outcomes(at: label, arity: function.arity, followsExceptions: followsExceptions)
        return outcomes.contains(.unseen) || outcomes.isEmpty ? .unknown : .known(outcomes)
    }

    /// The call that returned a term, or the tuple that the term is an element of.
    func call(of term: ErlangTerm) -> CallTable.Entry? { evaluator?.calls.call(of: term) }

    /// The tagged tuples and the structs in the code.
    func tuplesAndStructs() -> (tuples: Fact<[TaggedTuple]>, structs: Fact<[Atom]>) {
        unreadable == nil ? shapes.shapes(symbols, literals) : (.unknown, .unknown)
    }

    /// What functions do, with all that they call in the module; nil if the module exports none of them, `unknown` if
    /// it exports only some.
    func effects(of functions: [LocalFunction]) -> Fact<Effects>? {
        let labels = functions.compactMap(label)
        if labels.isEmpty { return nil }
        guard let evaluator, labels.count == functions.count else { return .unknown }
        let entries = labels.compactMap { evaluator.code.entries[$0] }
        guard entries.count == labels.count else { return .unknown }
        var effects: Set<Call> = []
        var unknown: Set<ExternalFunction> = []
        for function in Set(entries.flatMap { graph.reached(from: $0, evaluator.code, lambdaLabels: lambdaLabels) }) {
            if graph.sends(function) {
                effects.insert(Call(ExternalFunction("erlang", "!", 2), [.atom("_"), .atom("_")]))
            }
            unknown.formUnion(graph.applies(function).map { ExternalFunction("erlang", "apply", $0) })
            var hasEffect = false
            for index in graph.imports(of: function) where evaluator.imports.indices.contains(index) {
                switch KnownCalls.kind(of: evaluator.imports[index]) {
                case .harmless: break
                case .effect: hasEffect = true
                case .unknown: unknown.insert(evaluator.imports[index])
                }
            }
            if hasEffect { collect(evaluator, function, &effects, &unknown) }
        }
        return .known(Effects(effects: effects.sorted(), unknownCalls: unknown.sorted()))
    }

    /// All calls in the module of the functions that `isMeant` picks.
    func calls(where isMeant: (ExternalFunction) -> Bool) -> Fact<[Call]> {
        guard let evaluator else { return .unknown }
        let meant = Set(evaluator.imports.indices.filter { isMeant(evaluator.imports[$0]) })
        guard !meant.isEmpty else { return .known([]) }
        var calls: Set<Call> = []
        for function in evaluator.code.functions.indices
        where !meant.isDisjoint(with: graph.imports(of: function)) {
            evaluator.forEachCall(of: evaluator.code.functions[function]) { call, _ in
                if isMeant(call.function) { calls.insert(call) }
            }
        }
        return .known(calls.sorted())
    }

    /// The functions, sorted, that a process never leaves for newer code: they call each other, or themselves, by their
    /// local names, and wait on the way.
    ///
    /// If the module starts no process, only circles with an exported function count, because others may start a
    /// process in it. Other circles belong to a caller that waits for an answer and returns.
    func localLoops() -> Fact<[LocalFunction]> {
        guard let evaluator else { return .unknown }
        let code = evaluator.code
        let waits = code.functions.indices.map { function in
            graph.waits(function)
                || graph.imports(of: function).contains {
                    evaluator.imports.indices.contains($0) && KnownCalls.waits(evaluator.imports[$0])
                }
        }
        let startsProcesses = evaluator.imports.contains(where: KnownCalls.startsProcess)
        let exported = Set(exports.compactMap { code.entries[$0.label] })
        let loops = CallLoops(
            calls: code.functions.indices.map { graph.called(from: $0, code) },
            funs: code.functions.indices.map { graph.funs(of: $0, code, lambdaLabels: lambdaLabels) }, waits: waits,
            entries: code.functions.indices.map { startsProcesses || exported.contains($0) })
        let names = loops.functions.compactMap { index -> LocalFunction? in
            let function = code.functions[index]
            return UInt32(exactly: function.name).flatMap(symbols.atom).map { LocalFunction($0, function.arity) }
        }
        return .known(names.sorted())
    }

    /// The funs, sorted, that may outlive the call that they are made for.
    func keptFuns() -> Fact<[LocalFunction]> {
        guard !lambdas.isEmpty else { return .known([]) }
        guard let evaluator else { return .unknown }
        // Frameworks call functions that compilers generate for them, such as `__match_route__/4`, and use the result
        // at once.
        let entries = exports.filter { !$0.function.name.name.hasPrefix("__") }.compactMap {
            evaluator.code.entries[$0.label]
        }
        let callers = graph.callers(evaluator.code)
        let kept = KeptFuns(
            evaluator.code, evaluator.imports, labels: lambdaLabels, lambdas: lambdas, entries: Set(entries),
            makers: graph.makers, callers: { callers[$0] }, isRendered: { self.literals[$0]?.isRendered ?? false })
        return kept.funs.map { $0.map { lambdas[$0].function }.sorted() }
    }

    private func collect(
        _ evaluator: CodeEvaluator, _ function: Int, _ effects: inout Set<Call>, _ unknown: inout Set<ExternalFunction>
    ) {
        evaluator.forEachCall(of: evaluator.code.functions[function]) { call, before in
            guard KnownCalls.kind(of: call.function) == .effect else { return }
            if call.function == ExternalFunction("ets", "new", 2), before.contains(where: KnownCalls.looksForTable) {
                unknown.insert(call.function)
            } else {
                effects.insert(call)
            }
        }
    }
}

extension CodeEvaluator {
    /// The longest arguments of a call that are kept, as a number of terms.
    private static let argumentLimit = 100

    /// Calls `body` with each call of another module's function, from a function's first instruction to its last, and
    /// with the functions called before it.
    func forEachCall(of function: BeamCode.Function, _ body: (Call, Set<ExternalFunction>) -> Void) {
        var cursor = ByteCursor(code.bytes[function.start..<function.end])
        var registers = Registers()
        var budget = Budget(steps: 0, nodes: 100_000, branches: 0)
        var before: Set<ExternalFunction> = []
        while !cursor.isAtEnd, let instruction = Instruction(&cursor) {
            let operands = instruction.operands
            if instruction.opcode == Instruction.label {
                // Other code jumps here, with other registers.
                registers.forgetAll()
                continue
            }
            if moves(instruction, &registers, &cursor, &budget) { continue }
            switch instruction.opcode {
            case Instruction.callExternal, Instruction.callExternalLast, Instruction.callExternalOnly:
                guard case .unsigned(let index) = operands[1], imports.indices.contains(index) else { return }
                let arguments = registers.arguments(imports[index].arity).map { argument in
                    argument.nodeCount(limit: Self.argumentLimit) < Self.argumentLimit
                        ? argument.withBlanks : .atom("_")
                }
                body(Call(imports[index], arguments).withoutValues, before)
                before.insert(imports[index])
                registers.return(Self.unknown)
            case Instruction.call, Instruction.callFun, Instruction.callFun2, Instruction.apply, Instruction.send:
                registers.return(Self.unknown)
            case let opcode where Instruction.bifs.contains(opcode):
                registers.set(operands.last, Self.unknown)
            case Instruction.putMapAssociations, Instruction.putMapExact:
                guard case .list(let pairs) = operands[4] else { return }
                let (source, parts) = (value(operands[1], registers), pairs.map { value($0, registers) })
                registers.set(operands[2], map(source, adding: parts, &budget))
            case Instruction.getMapElements:
                guard case .list(let pairs) = operands[2] else { return }
                for index in stride(from: 1, to: pairs.count, by: 2) { registers.set(pairs[index], Self.unknown) }
            case let opcode where Instruction.tests.contains(opcode): break
            default: registers.forgetAll()
            }
        }
    }
}

extension ErlangTerm {
    /// Whether a template of Phoenix returns the term. Its funs are called to render a page.
    fileprivate var isRendered: Bool {
        guard case .map(let map) = self else { return false }
        return ["Elixir.Phoenix.LiveView.Rendered", "Elixir.Phoenix.LiveView.Comprehension"].contains(
            map["__struct__"]?.atom)
    }
}

extension Call {
    /// The call without the values that it sets or stores, which may be secrets.
    fileprivate var withoutValues: Call {
        var call = self
        if KnownCalls.setsEnvironment(function), arguments.count >= 3 { call.arguments[2] = .atom("_") }
        if KnownCalls.stores(function) { call.arguments[1] = StoredForm.form(of: arguments[1], storedBy: function) }
        return call
    }
}
