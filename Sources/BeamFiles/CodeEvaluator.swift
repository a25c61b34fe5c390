internal import ErlangTerms

/// Follows a function that has but one way through, to see the term that it gives.
///
/// What arguments, calls and built-in functions give is not known and appears in the term as `unknown`. A function that
/// branches has no outcome, unless the other branch only fails.
struct CodeEvaluator {
    private let code: BeamCode
    private let symbols: BeamSymbols
    private let imports: [ExternalFunction]
    private let literals: BeamLiterals
    private var steps = 10_000
    /// How many nodes of terms may still be built: a loop could double a term with each instruction.
    private var nodes = 100_000

    /// How a function ends.
    enum Outcome {
        case value(ErlangTerm)
        /// With a call of a function of another module, its last deed.
        case call(ExternalFunction, [ErlangTerm])
    }

    /// Stands for a term that is not known. No term of a module is like it: the external format has no such tag.
    static let unknown = ErlangTerm.opaque([0])

    /// Stands for an argument of the function, counted from 0.
    static func argument(_ index: Int) -> ErlangTerm { .opaque([0, UInt8(truncatingIfNeeded: index)]) }

    init(_ code: BeamCode, _ symbols: BeamSymbols, _ literals: BeamLiterals) throws(BeamError) {
        self.code = code
        self.symbols = symbols
        self.literals = literals
        imports = try symbols.imports()
    }

    /// What a function gives that is entered at a label; nil where that cannot be seen.
    func outcome(at label: Int, arity: Int) -> Outcome? {
        var evaluator = self
        return evaluator.run(label, (0..<max(0, min(arity, 255))).map(Self.argument), depth: 0)
    }

    private mutating func run(_ entry: Int, _ arguments: [ErlangTerm], depth: Int) -> Outcome? {
        guard depth < 8, let start = code.positions[entry] else { return nil }
        var x = Dictionary(uniqueKeysWithValues: arguments.enumerated().map { ($0.offset, $0.element) })
        var y: [Int: ErlangTerm] = [:]
        let failure = code.failures[entry]
        var cursor = ByteCursor(code.bytes[start...])

        func value(_ operand: Instruction.Operand) -> ErlangTerm {
            switch operand {
            case .x(let register): x[register] ?? Self.unknown
            case .y(let register): y[register] ?? Self.unknown
            case .integer(let value): .integer(value)
            case .atom(0): .emptyList
            case .atom(let number): UInt32(exactly: number).flatMap(symbols.atom).map { .atom($0) } ?? Self.unknown
            case .literal(let index): literals[index] ?? Self.unknown
            default: Self.unknown
            }
        }
        func set(_ operand: Instruction.Operand?, _ term: ErlangTerm) {
            switch operand {
            case .x(let register): x[register] = term
            case .y(let register): y[register] = term
            default: break
            }
        }
        func onlyFails(_ operand: Instruction.Operand?) -> Bool {
            if case .label(let label) = operand { label == 0 || label == failure } else { false }
        }
        func results(_ count: Int) -> [ErlangTerm] { (0..<count).map { x[$0] ?? Self.unknown } }

        while steps > 0, let instruction = Instruction(&cursor) {
            steps -= 1
            let operands = instruction.operands
            switch instruction.opcode {
            case Instruction.return:
                return .value(x[0] ?? Self.unknown)
            case let opcode where Instruction.silent.contains(opcode):
                break
            case let opcode where Instruction.frames.contains(opcode):
                y = [:]
            case Instruction.trim:
                guard case .unsigned(let count) = operands[0] else { return nil }
                y = Dictionary(
                    uniqueKeysWithValues: y.compactMap { $0.key >= count ? ($0.key - count, $0.value) : nil })
            case Instruction.jump:
                guard case .label(let label) = operands[0], let position = code.positions[label] else { return nil }
                cursor = ByteCursor(code.bytes[position...])
            case Instruction.move:
                set(operands[1], value(operands[0]))
            case Instruction.swap:
                let (left, right) = (value(operands[0]), value(operands[1]))
                set(operands[0], right)
                set(operands[1], left)
            case Instruction.putList:
                set(operands[2], cons(value(operands[0]), value(operands[1])))
            case Instruction.putTuple2:
                guard case .list(let elements) = operands[1] else { return nil }
                set(operands[0], built(elements.map(value)) { .tuple($0) })
            case Instruction.putTuple:
                guard case .unsigned(let count) = operands[0], let elements = puts(count, &cursor) else { return nil }
                set(operands[1], built(elements.map(value)) { .tuple($0) })
            case Instruction.putMapAssociations, Instruction.putMapExact:
                guard onlyFails(operands[0]), case .list(let pairs) = operands[4] else { return nil }
                set(operands[2], map(value(operands[1]), adding: pairs.map(value)))
            case Instruction.getTupleElement:
                guard case .unsigned(let index) = operands[1] else { return nil }
                if case .tuple(let elements) = value(operands[0]), elements.indices.contains(index) {
                    set(operands[2], elements[index])
                } else {
                    set(operands[2], Self.unknown)
                }
            case Instruction.getList:
                set(operands[1], Self.unknown)
                set(operands[2], Self.unknown)
            case Instruction.getHead, Instruction.getTail:
                set(operands[1], Self.unknown)
            case Instruction.getMapElements:
                guard onlyFails(operands[0]), case .list(let pairs) = operands[2] else { return nil }
                for index in stride(from: 1, to: pairs.count, by: 2) { set(pairs[index], Self.unknown) }
            case Instruction.makeFun3:
                set(operands[1], Self.unknown)
            case let opcode where Instruction.bifs.contains(opcode):
                guard opcode == 9 || onlyFails(operands[0]) else { return nil }
                set(operands.last, Self.unknown)
            case let opcode where Instruction.tests.contains(opcode):
                guard onlyFails(operands[0]) else { return nil }
            case Instruction.call:
                guard case .unsigned(let arity) = operands[0], case .label(let label) = operands[1] else { return nil }
                let outcome = run(label, results(min(arity, 255)), depth: depth + 1)
                x = [:]
                if case .value(let term) = outcome { x[0] = term }
            case Instruction.callOnly, Instruction.callLast:
                guard case .unsigned(let arity) = operands[0], case .label(let label) = operands[1] else { return nil }
                return run(label, results(min(arity, 255)), depth: depth + 1)
            case Instruction.callExternal, Instruction.callFun, Instruction.callFun2, Instruction.makeFun2:
                x = [:]
            case Instruction.callExternalOnly, Instruction.callExternalLast:
                guard case .unsigned(let index) = operands[1], imports.indices.contains(index) else { return nil }
                return .call(imports[index], results(min(imports[index].arity, 255)))
            default:
                return nil
            }
        }
        return nil
    }

    /// A term of the given parts, or an unknown one where too much was built already.
    private mutating func built(_ parts: [ErlangTerm], _ make: ([ErlangTerm]) -> ErlangTerm) -> ErlangTerm {
        for part in parts { nodes -= part.nodeCount(limit: nodes) }
        return nodes > 0 ? make(parts) : Self.unknown
    }

    private mutating func cons(_ head: ErlangTerm, _ tail: ErlangTerm) -> ErlangTerm {
        built([head, tail]) { parts in
            switch tail {
            case .list(let elements): .list([head] + elements)
            case .improperList(let elements, let end): .improperList([head] + elements, tail: end)
            default: .improperList([head], tail: tail)
            }
        }
    }

    private mutating func map(_ source: ErlangTerm, adding pairs: [ErlangTerm]) -> ErlangTerm {
        guard case .map(let map) = source, pairs.count.isMultiple(of: 2) else { return Self.unknown }
        return built([source] + pairs) { _ in
            let added = stride(from: 0, to: pairs.count, by: 2).map { (pairs[$0], pairs[$0 + 1]) }
            guard !added.contains(where: { $0.0.isUnknown }) else { return Self.unknown }
            return .map(ErlangMap(map.entries.map { ($0.key, $0.value) } + added))
        }
    }

    /// The operands of `put` instructions that give a tuple its elements, before OTP 22.
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
        if case .opaque(let bytes) = self { bytes.first == 0 } else { false }
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

    /// How many terms this is made of, counted no further than the limit.
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
}
