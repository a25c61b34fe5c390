internal import ErlangTerms

extension CodeEvaluator {
    /// One evaluation: the paths still to follow, and the budget for them.
    struct Run {
        let evaluator: CodeEvaluator
        /// Whether to follow exceptions to their handlers too.
        let followsExceptions: Bool
        private var budget: Budget

        init(evaluator: CodeEvaluator, followsExceptions: Bool) {
            self.evaluator = evaluator
            self.followsExceptions = followsExceptions
            // Few modules start an application, and those have many paths.
            budget =
                followsExceptions
                ? Budget(steps: 4_000, nodes: 100_000, branches: 64)
                : Budget(steps: 40_000, nodes: 100_000, branches: 2_000)
        }

        /// A place in the code, and what the registers hold there.
        private struct Path {
            var cursor: ByteCursor
            var registers: Registers
        }

        mutating func outcomes(_ entry: Int, _ arguments: [ErlangTerm], depth: Int) -> Set<Outcome> {
            guard depth < 8, let start = evaluator.code.positions[entry] else { return [.unseen] }
            var open = [Path(cursor: cursor(at: start), registers: Registers(arguments: arguments))]
            var outcomes: Set<Outcome> = []
            while let path = open.popLast() {
                outcomes.formUnion(follow(path, failure: evaluator.code.failures[entry], depth, &open))
            }
            return outcomes
        }

        private func cursor(at position: Int) -> ByteCursor { ByteCursor(evaluator.code.bytes[position...]) }

        /// Follows a path to its end, and adds the paths that branch off to `open`. A path that fails has no outcome.
        private mutating func follow(_ start: Path, failure: Int?, _ depth: Int, _ open: inout [Path]) -> Set<Outcome> {
            var (cursor, registers) = (start.cursor, start.registers)
            func value(_ operand: Instruction.Operand) -> ErlangTerm { evaluator.value(operand, registers) }
            func target(_ operand: Instruction.Operand?) -> Int? {
                guard case .label(let label) = operand, label != 0, label != failure else { return nil }
                return evaluator.code.positions[label]
            }
            while true {
                budget.steps -= 1
                guard budget.steps > 0, let instruction = Instruction(&cursor) else { return [.unseen] }
                let operands = instruction.operands
                if evaluator.moves(instruction, &registers, &cursor, &budget) { continue }
                switch instruction.opcode {
                case Instruction.return:
                    return [.value(registers[.x(0)] ?? CodeEvaluator.unknown)]
                case let opcode where Instruction.failures.contains(opcode):
                    return []
                case let opcode where Instruction.waits.contains(opcode):
                    return [.unseen]
                case Instruction.jump:
                    guard let position = target(operands[0]) else { return [] }
                    cursor = self.cursor(at: position)
                case Instruction.selectValue, Instruction.selectTupleArity:
                    guard case .list(let pairs) = operands[2] else { return [.unseen] }
                    let positions = choices(instruction.opcode, value(operands[0]), pairs, registers)
                        .map { $0 ?? operands[1] }.compactMap(target)
                    guard let first = positions.first else { return [] }
                    for position in Set(positions).subtracting([first]).sorted() {
                        guard part(to: position, registers, &open) else { return [.unseen] }
                    }
                    cursor = self.cursor(at: first)
                case let opcode where Instruction.tests.contains(opcode):
                    switch Self.holds(opcode, operands, operands.dropFirst().map(value)) {
                    case true?: break
                    case false?:
                        guard let position = target(operands[0]) else { return [] }
                        cursor = self.cursor(at: position)
                    case nil:
                        if let position = target(operands[0]), !part(to: position, registers, &open) {
                            return [.unseen]
                        }
                    }
                case Instruction.putMapAssociations, Instruction.putMapExact:
                    guard case .list(let pairs) = operands[4] else { return [.unseen] }
                    if let position = target(operands[0]), !part(to: position, registers, &open) { return [.unseen] }
                    registers.set(operands[2], evaluator.map(value(operands[1]), adding: pairs.map(value), &budget))
                case Instruction.getMapElements:
                    guard case .list(let pairs) = operands[2] else { return [.unseen] }
                    let source = value(operands[1])
                    if let position = target(operands[0]), !part(to: position, registers, &open) { return [.unseen] }
                    for index in stride(from: 0, to: pairs.count - 1, by: 2) {
                        var element: ErlangTerm?
                        if case .map(let map) = source { element = map[value(pairs[index])] }
                        registers.set(pairs[index + 1], element ?? CodeEvaluator.unknown)
                    }
                case let opcode where Instruction.bifs.contains(opcode):
                    if opcode != 9, let position = target(operands[0]), !part(to: position, registers, &open) {
                        return [.unseen]
                    }
                    registers.set(operands.last, CodeEvaluator.unknown)
                case Instruction.try, Instruction.catch:
                    guard followsExceptions else { break }
                    guard let position = target(operands[1]), part(to: position, Registers(), &open) else {
                        return [.unseen]
                    }
                case Instruction.call:
                    guard case .unsigned(let arity) = operands[0], case .label(let label) = operands[1] else {
                        return [.unseen]
                    }
                    let ends = outcomes(label, registers.arguments(arity), depth: depth + 1)
                    if ends.isEmpty { return [] }
                    registers.return(ends.count == 1 ? result(ends.first!) : CodeEvaluator.unknown)
                case Instruction.callOnly, Instruction.callLast:
                    guard case .unsigned(let arity) = operands[0], case .label(let label) = operands[1] else {
                        return [.unseen]
                    }
                    return outcomes(label, registers.arguments(arity), depth: depth + 1)
                case Instruction.callExternal:
                    guard let function = function(operands) else { return [.unseen] }
                    if function.isFailure { return [] }
                    let arguments = registers.arguments(function.arity)
                    registers.return(
                        known(function, arguments) ?? evaluator.calls.result(of: function, arguments))
                case Instruction.callExternalOnly, Instruction.callExternalLast:
                    guard let function = function(operands) else { return [.unseen] }
                    if function.isFailure { return [] }
                    let arguments = registers.arguments(function.arity)
                    return [known(function, arguments).map { .value($0) } ?? .call(function, arguments)]
                case Instruction.send:
                    registers.return(registers[.x(1)] ?? CodeEvaluator.unknown)
                case Instruction.callFun, Instruction.callFun2, Instruction.makeFun2, Instruction.apply:
                    registers.return(CodeEvaluator.unknown)
                case Instruction.applyLast:
                    return [.value(CodeEvaluator.unknown)]
                default:
                    // Whatever it does to registers, the code continues after it or at one of its labels.
                    registers.forgetAll()
                    for position in operands.flatMap(\.labels).compactMap(target) {
                        guard part(to: position, registers, &open) else { return [.unseen] }
                    }
                }
            }
        }

        /// Keeps another path for later; false if there are too many.
        private mutating func part(to position: Int, _ registers: Registers, _ open: inout [Path]) -> Bool {
            budget.branches -= 1
            guard budget.branches >= 0 else { return false }
            open.append(Path(cursor: cursor(at: position), registers: registers))
            return true
        }

        /// The labels at which a choice may continue; nil stands for the label if nothing matches.
        private func choices(
            _ opcode: UInt8, _ subject: ErlangTerm, _ pairs: [Instruction.Operand], _ registers: Registers
        ) -> [Instruction.Operand?] {
            var labels: [Instruction.Operand?] = []
            for index in stride(from: 0, to: pairs.count - 1, by: 2) {
                let isChosen: Bool?
                if opcode == Instruction.selectValue {
                    isChosen = subject.equals(evaluator.value(pairs[index], registers))
                } else if case .tuple(let elements) = subject {
                    isChosen = pairs[index] == .unsigned(elements.count)
                } else {
                    isChosen = subject.isUnknown ? nil : false
                }
                if isChosen == true { return [pairs[index + 1]] }
                if isChosen == nil { labels.append(pairs[index + 1]) }
            }
            return labels + [nil]
        }

        private func function(_ operands: [Instruction.Operand]) -> ExternalFunction? {
            guard case .unsigned(let index) = operands[1], evaluator.imports.indices.contains(index) else { return nil }
            return evaluator.imports[index]
        }

        /// What a local function with one outcome returns.
        private func result(_ outcome: Outcome) -> ErlangTerm {
            switch outcome {
            case .value(let term): term
            case .call(let function, let arguments): evaluator.calls.result(of: function, arguments)
            case .unseen: CodeEvaluator.unknown
            }
        }

        /// What functions return that only put lists together.
        private mutating func known(_ function: ExternalFunction, _ arguments: [ErlangTerm]) -> ErlangTerm? {
            switch function {
            case ExternalFunction("erlang", "++", 2), ExternalFunction("lists", "append", 2):
                guard case .list(let heads) = arguments[0] else { return nil }
                let tail = arguments[1]
                return budget.built([arguments[0], tail]) { _ in .cons(heads, tail) }
            case ExternalFunction("lists", "append", 1):
                guard let lists = arguments[0].list?.map(\.list), !lists.contains(nil) else { return nil }
                return budget.built(arguments) { _ in .list(lists.flatMap { $0 ?? [] }) }
            case ExternalFunction("lists", "flatten", 1):
                guard let elements = arguments[0].list else { return nil }
                var flat: [ErlangTerm] = []
                for element in elements {
                    switch element {
                    case .list(let inner) where !inner.contains { $0.isUnknown || $0.list != nil }: flat += inner
                    case .map, .tuple, .atom: flat.append(element)
                    default: return nil
                    }
                }
                return budget.built(arguments) { _ in .list(flat) }
            default: return nil
            }
        }

        /// Whether a test holds; nil if that depends on something unknown.
        private static func holds(
            _ opcode: UInt8, _ operands: [Instruction.Operand], _ terms: [ErlangTerm]
        ) -> Bool? {
            guard let term = terms.first, !term.isUnknown else { return nil }
            switch opcode {
            case Instruction.isEqual: return term.equals(terms[1])
            case Instruction.isNotEqual: return term.equals(terms[1]).map { !$0 }
            case 48: return term.atom != nil
            case 52: return term == .emptyList
            case 55: return term.isListCell || term == .emptyList
            case 56: return term.isListCell
            case 57: return term.tuple != nil
            case 58:
                guard case .tuple(let elements) = term, case .unsigned(let count) = operands[2] else { return nil }
                return elements.count == count
            case 156: if case .map = term { return true } else { return false }
            case Instruction.isTaggedTuple:
                guard case .tuple(let elements) = term, case .unsigned(let count) = operands[2] else { return false }
                guard elements.count == count, let tag = elements.first else { return false }
                return tag.equals(terms[2])
            default: return nil
            }
        }
    }
}

extension ExternalFunction {
    /// Whether a call of the function always fails.
    fileprivate var isFailure: Bool {
        guard module == "erlang" else { return false }
        return ["error", "raise", "nif_error"].contains(name) || arity == 1 && (name == "exit" || name == "throw")
    }
}

extension Instruction.Operand {
    /// The labels in the operand.
    fileprivate var labels: [Instruction.Operand] {
        switch self {
        case .label: [self]
        case .list(let elements): elements.flatMap(\.labels)
        default: []
        }
    }
}

extension ErlangTerm {
    /// Whether two terms are the same; nil if that depends on what the code does not show.
    fileprivate func equals(_ other: ErlangTerm) -> Bool? {
        if isUnknown || other.isUnknown { return nil }
        if isAtomic || other.isAtomic { return self == other }
        return isShown && other.isShown ? self == other : nil
    }

    private var isAtomic: Bool {
        switch self {
        case .atom, .integer: true
        default: self == .emptyList
        }
    }

    fileprivate var isListCell: Bool {
        switch self {
        case .list(let elements): !elements.isEmpty
        case .improperList: true
        default: false
        }
    }
}
