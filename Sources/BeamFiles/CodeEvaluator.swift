internal import ErlangTerms

/// Follows a function on all its paths to find the terms that it returns.
///
/// Arguments and the results of calls and built-in functions are not known; in terms they appear as `unknown`. If a
/// test depends on something unknown, both paths are followed. Paths that fail return nothing.
struct CodeEvaluator {
    let code: BeamCode
    let imports: [ExternalFunction]
    /// The calls whose results are in terms.
    let calls = CallTable()
    private let symbols: BeamSymbols
    private let literals: BeamLiterals

    /// How a function ends.
    enum Outcome: Hashable {
        case value(ErlangTerm)
        /// A call of another module's function as the last thing it does.
        case call(ExternalFunction, [ErlangTerm])
        /// The path is not followed to its end.
        case unseen
    }

    /// Stands for an unknown term. No term of a module equals it, because the external format has no such tag.
    static let unknown = ErlangTerm.opaque([0])

    /// Stands for an argument of the function, counted from 0.
    static func argument(_ index: Int) -> ErlangTerm { .opaque([0, UInt8(truncatingIfNeeded: index)]) }

    init(_ code: BeamCode, _ symbols: BeamSymbols, _ imports: [ExternalFunction], _ literals: BeamLiterals) {
        self.code = code
        self.symbols = symbols
        self.literals = literals
        self.imports = imports
    }

    /// The outcomes of the function that is entered at a label, each once. None if all of its paths fail.
    func outcomes(at label: Int, arity: Int, followsExceptions: Bool) -> Set<Outcome> {
        var run = Run(evaluator: self, followsExceptions: followsExceptions)
        return run.outcomes(label, (0..<max(0, min(arity, 255))).map(Self.argument), depth: 0)
    }

    /// What an operand stands for.
    func value(_ operand: Instruction.Operand, _ registers: Registers) -> ErlangTerm {
        switch operand {
        case .x, .y: registers[operand] ?? Self.unknown
        case .integer(let value): .integer(value)
        case .atom(0): .emptyList
        case .atom(let number): UInt32(exactly: number).flatMap(symbols.atom).map { .atom($0) } ?? Self.unknown
        case .literal(let index): literals[index] ?? Self.unknown
        default: Self.unknown
        }
    }

    /// How much more work following code may cost.
    struct Budget {
        var steps: Int
        /// How many nodes of terms it may still build: a loop could double a term with each instruction.
        var nodes: Int
        /// How often the path may still branch.
        var branches: Int

        /// A term of the given parts, or an unknown one if too much was built already.
        mutating func built(_ parts: [ErlangTerm], _ make: ([ErlangTerm]) -> ErlangTerm) -> ErlangTerm {
            for part in parts { nodes -= part.nodeCount(limit: max(nodes, 0)) }
            return nodes > 0 ? make(parts) : CodeEvaluator.unknown
        }
    }
}

extension CodeEvaluator {
    /// The effect of an instruction that only moves terms or builds terms from others; false for any other instruction.
    func moves(
        _ instruction: Instruction, _ registers: inout Registers, _ cursor: inout ByteCursor, _ budget: inout Budget
    ) -> Bool {
        let operands = instruction.operands
        func value(_ operand: Instruction.Operand) -> ErlangTerm { self.value(operand, registers) }
        switch instruction.opcode {
        case let opcode where Instruction.silent.contains(opcode):
            break
        case let opcode where Instruction.frames.contains(opcode):
            registers.forgetFrame()
        case Instruction.trim:
            guard case .unsigned(let count) = operands[0] else { return false }
            registers.trim(count)
        case Instruction.move:
            registers.set(operands[1], value(operands[0]))
        case Instruction.swap:
            let (left, right) = (value(operands[0]), value(operands[1]))
            registers.set(operands[0], right)
            registers.set(operands[1], left)
        case Instruction.putList:
            let (head, tail) = (value(operands[0]), value(operands[1]))
            registers.set(operands[2], budget.built([head, tail]) { _ in .cons([head], tail) })
        case Instruction.putTuple2:
            guard case .list(let elements) = operands[1] else { return false }
            registers.set(operands[0], budget.built(elements.map(value)) { .tuple($0) })
        case Instruction.putTuple:
            guard case .unsigned(let count) = operands[0], let elements = puts(count, &cursor) else { return false }
            registers.set(operands[1], budget.built(elements.map(value)) { .tuple($0) })
        case Instruction.getTupleElement:
            guard case .unsigned(let index) = operands[1] else { return false }
            let source = value(operands[0])
            if case .tuple(let elements) = source {
                registers.set(operands[2], elements.indices.contains(index) ? elements[index] : Self.unknown)
            } else {
                registers.set(operands[2], CallTable.element(index, of: source))
            }
        case Instruction.getList:
            let parts = parts(value(operands[0]), &budget)
            registers.set(operands[1], parts.head)
            registers.set(operands[2], parts.tail)
        case Instruction.getHead:
            registers.set(operands[1], parts(value(operands[0]), &budget).head)
        case Instruction.getTail:
            registers.set(operands[1], parts(value(operands[0]), &budget).tail)
        case Instruction.makeFun3:
            registers.set(operands[1], Self.unknown)
        default:
            return false
        }
        return true
    }

    /// A map with keys and values, alternating in `pairs`, added to it; unknown if the map or a key is unknown.
    func map(_ source: ErlangTerm, adding pairs: [ErlangTerm], _ budget: inout Budget) -> ErlangTerm {
        guard case .map(let map) = source, pairs.count.isMultiple(of: 2) else { return Self.unknown }
        return budget.built([source] + pairs) { _ in
            let added = stride(from: 0, to: pairs.count, by: 2).map { (pairs[$0], pairs[$0 + 1]) }
            guard !added.contains(where: { $0.0.isUnknown }) else { return Self.unknown }
            return .map(ErlangMap(map.entries.map { ($0.key, $0.value) } + added))
        }
    }

    private func parts(_ list: ErlangTerm, _ budget: inout Budget) -> (head: ErlangTerm, tail: ErlangTerm) {
        let isList =
            switch list {
            case .list(let elements): !elements.isEmpty
            case .improperList: true
            default: false
            }
        guard isList else { return (Self.unknown, Self.unknown) }
        return (
            list.firstElement ?? Self.unknown, budget.built([list]) { $0[0].withoutFirstElement ?? Self.unknown }
        )
    }

    /// The operands of the `put` instructions that set the elements of a tuple, before OTP 22.
    private func puts(_ count: Int, _ cursor: inout ByteCursor) -> [Instruction.Operand]? {
        var elements: [Instruction.Operand] = []
        while elements.count < count {
            guard let put = Instruction(&cursor), put.opcode == Instruction.put else { return nil }
            elements.append(put.operands[0])
        }
        return elements
    }
}

extension ErlangTerm {
    /// Whether this stands for a term that the code does not show.
    var isUnknown: Bool {
        if case .opaque(let bytes) = self { bytes.first == 0 || bytes.first == 1 } else { false }
    }

    /// The term with `_` for all that the code does not show.
    var withBlanks: ErlangTerm {
        switch self {
        case _ where isUnknown: .atom("_")
        case .tuple(let elements): .tuple(elements.map(\.withBlanks))
        case .list(let elements): .list(elements.map(\.withBlanks))
        case .improperList(let elements, let tail): .improperList(elements.map(\.withBlanks), tail: tail.withBlanks)
        case .map(let map): .map(ErlangMap(map.entries.map { ($0.key.withBlanks, $0.value.withBlanks) }))
        default: self
        }
    }

    /// Whether no part of the term stands for one that the code does not show.
    var isShown: Bool {
        switch self {
        case .opaque: !isUnknown
        case .tuple(let elements), .list(let elements): elements.allSatisfy(\.isShown)
        case .improperList(let elements, let tail): elements.allSatisfy(\.isShown) && tail.isShown
        case .map(let map): map.entries.allSatisfy { $0.key.isShown && $0.value.isShown }
        default: true
        }
    }

    /// The number of terms that this is made of, counted up to the limit.
    func nodeCount(limit: Int) -> Int {
        var count = 1
        func add(_ terms: [ErlangTerm]) {
            for term in terms where count < limit { count += term.nodeCount(limit: limit - count) }
        }
        switch self {
        case .tuple(let elements), .list(let elements): add(elements)
        case .improperList(let elements, let tail): add(elements + [tail])
        case .map(let map): for entry in map.entries { add([entry.key, entry.value]) }
        default: break
        }
        return count
    }

    fileprivate var firstElement: ErlangTerm? {
        switch self {
        case .list(let elements), .improperList(let elements, _): elements.first
        default: nil
        }
    }

    fileprivate var withoutFirstElement: ErlangTerm? {
        switch self {
        case .list(let elements): .list(Array(elements.dropFirst()))
        case .improperList(let elements, let tail): .cons(Array(elements.dropFirst()), tail)
        default: nil
        }
    }
}
