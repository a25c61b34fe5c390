internal import ErlangTerms

/// Finds the funs of a module that may outlive the call that they are made for.
///
/// It follows a fun through registers, terms, other funs and functions of the module. A fun is kept if an exported
/// function or another fun returns it, if it is sent, or if it goes to a function of another module that is not known
/// to use it at once.
struct KeptFuns {
    /// Indexes of the funs in the module's table.
    private(set) var funs: Fact<Set<Int>> = .unknown

    private let code: BeamCode
    private let imports: [ExternalFunction]
    /// For each fun, the index of the function with its code.
    private let functions: [Int?]
    private let freeVariables: [Int]
    /// Functions whose results leave the module.
    private let isOpen: [Bool]
    private let isRendered: (Int) -> Bool
    /// The places that the terms in a place may come from.
    private var sources: [Place: Set<Place>] = [:]
    private var hasResult: Set<Int> = []
    private var isSeen: [Bool]
    private var pending: [Int]
    /// The tuple whose elements the `put` instructions set, before OTP 22.
    private var tuple: Instruction.Operand?
    /// How much work is left: a module could have many funs in many registers at many labels.
    private var work = 4_000_000

    /// A place that a term with a fun may come from, or go to.
    private enum Place: Hashable {
        case fun(Int)
        case parameter(function: Int, index: Int, isInside: Bool)
        case result(function: Int, isInside: Bool)
        case kept
    }

    /// What a register may hold: a term from a place, or another term with that one inside.
    private struct Value: Hashable {
        let origin: Place
        let isInside: Bool
    }

    private typealias Values = [Instruction.Operand: Set<Value>]

    /// `entries` are the functions that others call, `makers` those that make funs; `callers` returns those that call a
    /// function. `isRendered` picks the literals of structs that nobody keeps.
    init(
        _ code: BeamCode, _ imports: [ExternalFunction], labels: [Int], lambdas: [Lambda], entries: Set<Int>,
        makers: [Int],
        callers: (Int) -> [Int], isRendered: @escaping (Int) -> Bool
    ) {
        self.code = code
        self.imports = imports
        self.isRendered = isRendered
        functions = labels.map { code.entries[$0] }
        freeVariables = lambdas.map(\.freeVariables)
        let called = entries.union(functions.compactMap { $0 })
        isOpen = code.functions.indices.map(called.contains)
        isSeen = [Bool](repeating: false, count: code.functions.count)
        pending = makers
        while let function = pending.popLast() {
            guard !isSeen[function] else { continue }
            isSeen[function] = true
            follow(function)
            guard work > 0 else { return }
            if hasResult.contains(function) { pending += callers(function) }
        }
        funs = .known(kept())
    }

    /// The funs that may reach a place that keeps them.
    private func kept() -> Set<Int> {
        var seen: Set<Place> = [.kept]
        var open: [Place] = [.kept]
        var funs: Set<Int> = []
        while let place = open.popLast() {
            if case .fun(let index) = place { funs.insert(index) }
            for source in sources[place] ?? [] where seen.insert(source).inserted { open.append(source) }
        }
        return funs
    }

    private mutating func flow(_ values: Set<Value>, _ place: (Value) -> Place) {
        work -= values.count
        for value in values { sources[place(value), default: []].insert(value.origin) }
    }

    // MARK: - One function

    /// Follows a function from its first instruction to its last. At a label it merges the paths that meet there.
    private mutating func follow(_ function: Int) {
        var cursor = ByteCursor(code.bytes[code.functions[function].start..<code.functions[function].end])
        var values: Values = [:]
        for index in 0..<max(0, min(code.functions[function].arity, 255)) {
            values[.x(index)] = Set(
                [false, true].map {
                    Value(origin: .parameter(function: function, index: index, isInside: $0), isInside: $0)
                })
        }
        var isReached = true
        var arriving: [Int: Values] = [:]
        /// Where exceptions go.
        var handlers: [Int] = []
        while !cursor.isAtEnd, work > 0, let instruction = Instruction(&cursor) {
            work -= 1
            let operands = instruction.operands
            if instruction.opcode == Instruction.label {
                guard case .unsigned(let label) = operands[0] else { continue }
                if !isReached { values = [:] }
                if let others = arriving[label] { values.merge(others) { $0.union($1) } }
                handlers.removeAll { $0 == label }
                isReached = true
                continue
            }
            if !values.isEmpty {
                let isCall = Instruction.localCalls.contains(instruction.opcode)
                for label in (isCall ? [] : operands.flatMap(\.labelNumbers))
                    + (isCall || instruction.callsOther ? handlers : [])
                {
                    work -= values.reduce(0) { $0 + $1.value.count }
                    arriving[label, default: [:]].merge(values) { $0.union($1) }
                }
            }
            if [Instruction.try, Instruction.catch].contains(instruction.opcode) {
                handlers += operands.flatMap(\.labelNumbers)
            }
            isReached = !run(instruction, function, &values)
        }
    }

    /// The effect of an instruction; returns whether the code after it is unreachable from it.
    private mutating func run(
        _ instruction: Instruction, _ function: Int, _ values: inout Values
    ) -> Bool {
        let operands = instruction.operands
        let held = values
        func value(_ operand: Instruction.Operand) -> Set<Value> { held[operand] ?? [] }
        func inside(_ operands: [Instruction.Operand]) -> Set<Value> {
            Set(operands.flatMap(value).map { Value(origin: $0.origin, isInside: true) })
        }
        func parts(_ operand: Instruction.Operand) -> Set<Value> { Self.parts(value(operand)) }
        func set(_ operand: Instruction.Operand?, _ new: Set<Value>) {
            guard let operand else { return }
            work -= new.count
            values[operand] = new.isEmpty ? nil : new
        }
        switch instruction.opcode {
        case let opcode where Instruction.frames.contains(opcode):
            values = values.filter { if case .y = $0.key { false } else { true } }
        case Instruction.trim:
            guard case .unsigned(let count) = operands[0] else { return false }
            let moved = values.compactMap { key, value -> (Instruction.Operand, Set<Value>)? in
                guard case .y(let register) = key else { return (key, value) }
                return register >= count ? (.y(register - count), value) : nil
            }
            values = Values(moved) { $0.union($1) }
        case Instruction.move: set(operands[1], value(operands[0]))
        case Instruction.swap:
            set(operands[0], value(operands[1]))
            set(operands[1], value(operands[0]))
        case Instruction.putList: set(operands[2], inside([operands[0], operands[1]]))
        case Instruction.putTuple2:
            guard case .list(let elements) = operands[1] else { return false }
            set(operands[0], inside(elements))
        case Instruction.putTuple:
            set(operands[1], [])
            tuple = operands[1]
        case Instruction.put:
            guard let tuple else { return false }
            set(tuple, value(tuple).union(inside([operands[0]])))
        case Instruction.setTupleElement: set(operands[1], value(operands[1]).union(inside([operands[0]])))
        case Instruction.putMapAssociations, Instruction.putMapExact:
            guard case .list(let pairs) = operands[4] else { return false }
            let isUsedAtOnce = if case .literal(let index) = operands[1] { isRendered(index) } else { false }
            set(operands[2], isUsedAtOnce ? [] : inside(pairs + [operands[1]]))
        case Instruction.updateRecord:
            guard case .list(let pairs) = operands[4] else { return false }
            set(operands[3], inside(pairs + [operands[2]]))
        case Instruction.getTupleElement: set(operands[2], parts(operands[0]))
        case Instruction.getList:
            set(operands[1], parts(operands[0]))
            set(operands[2], parts(operands[0]))
        case Instruction.getHead, Instruction.getTail: set(operands[1], parts(operands[0]))
        case Instruction.getMapElements:
            guard case .list(let pairs) = operands[2] else { return false }
            for index in stride(from: 1, to: pairs.count, by: 2) { set(pairs[index], parts(operands[1])) }
        case let opcode where Instruction.bifs.contains(opcode):
            // Functions that return a part of a term, such as hd/1, and functions that do not are treated alike.
            set(operands.last, Set(operands.dropLast().flatMap(parts)))
        case Instruction.makeFun2:
            guard case .unsigned(let index) = operands[0], freeVariables.indices.contains(index) else { return false }
            let free = (0..<max(0, min(freeVariables[index], 255))).map { value(.x($0)) }
            make(index, free)
            values = values.filter { if case .y = $0.key { true } else { false } }
            set(.x(0), [Value(origin: .fun(index), isInside: false)])
        case Instruction.makeFun3:
            guard case .unsigned(let index) = operands[0], freeVariables.indices.contains(index),
                case .list(let free) = operands[2]
            else { return false }
            make(index, free.map(value))
            set(operands[1], [Value(origin: .fun(index), isInside: false)])
        case Instruction.call, Instruction.callLast, Instruction.callOnly:
            guard case .unsigned(let arity) = operands[0], case .label(let label) = operands[1],
                let called = code.entries[label]
            else { return true }
            give((0..<max(0, min(arity, 255))).map { value(.x($0)) }, to: called)
            let result = Set(
                [false, true].map { Value(origin: .result(function: called, isInside: $0), isInside: $0) })
            if instruction.opcode != Instruction.call {
                leave(result, function)
                return true
            }
            `return`(result, &values)
        case Instruction.callExternal, Instruction.callExternalLast, Instruction.callExternalOnly:
            guard case .unsigned(let index) = operands[1], imports.indices.contains(index) else { return true }
            let arguments = Set((0..<min(imports[index].arity, 255)).flatMap { value(.x($0)) })
            var result: Set<Value> = []
            switch FunUse(of: imports[index]) {
            case .atOnce: break
            case .atOnceAndPassesOn: result = Self.parts(arguments)
            case .inResult: result = Set(arguments.map { Value(origin: $0.origin, isInside: true) })
            case .kept: flow(arguments) { _ in .kept }
            }
            if instruction.opcode != Instruction.callExternal {
                leave(result, function)
                return true
            }
            `return`(result, &values)
        case Instruction.callFun, Instruction.callFun2:
            // A fun that receives a fun usually calls it.
            `return`([], &values)
        case Instruction.apply, Instruction.applyLast:
            guard case .unsigned(let arity) = operands[0] else { return false }
            flow(Set((0..<max(0, min(arity, 255))).flatMap { value(.x($0)) })) { _ in .kept }
            `return`([], &values)
            return instruction.opcode == Instruction.applyLast
        case Instruction.send:
            flow(value(.x(1))) { _ in .kept }
            `return`(value(.x(1)), &values)
        case Instruction.return:
            leave(value(.x(0)), function)
            return true
        case Instruction.jump, Instruction.selectValue, Instruction.selectTupleArity: return true
        case let opcode where Instruction.failures.contains(opcode): return true
        default: break
        }
        return false
    }

    private mutating func give(_ arguments: [Set<Value>], to called: Int) {
        for (index, values) in arguments.enumerated() where !values.isEmpty {
            flow(values) { .parameter(function: called, index: index, isInside: $0.isInside) }
            if !isSeen[called] { pending.append(called) }
        }
    }

    /// Whoever keeps a fun keeps what it closes over.
    private mutating func make(_ index: Int, _ free: [Set<Value>]) {
        for values in free { flow(values) { _ in .fun(index) } }
        guard functions.indices.contains(index), let called = functions[index] else { return }
        let first = code.functions[called].arity - free.count
        guard first >= 0 else { return }
        give([Set<Value>](repeating: [], count: min(first, 255)) + free, to: called)
    }

    private mutating func leave(_ result: Set<Value>, _ function: Int) {
        guard !result.isEmpty else { return }
        if isOpen[function] {
            flow(result) { _ in .kept }
        } else {
            flow(result) { .result(function: function, isInside: $0.isInside) }
            hasResult.insert(function)
        }
    }

    private func `return`(_ result: Set<Value>, _ values: inout Values) {
        values = values.filter { if case .y = $0.key { true } else { false } }
        if !result.isEmpty { values[.x(0)] = result }
    }

    /// What a part of a term may hold.
    private static func parts(_ values: Set<Value>) -> Set<Value> {
        Set(values.filter(\.isInside).flatMap { [$0, Value(origin: $0.origin, isInside: false)] })
    }
}

extension Instruction {
    fileprivate static let localCalls: Set<UInt8> = [call, callLast, callOnly]
    fileprivate static let setTupleElement: UInt8 = 67, updateRecord: UInt8 = 181

    /// Whether the instruction calls a function of another module, or a fun.
    fileprivate var callsOther: Bool {
        [Self.callExternal, Self.callFun, Self.callFun2, Self.apply].contains(opcode)
    }
}

extension Instruction.Operand {
    /// The labels in the operand.
    fileprivate var labelNumbers: [Int] {
        switch self {
        case .label(let number): number == 0 ? [] : [number]
        case .list(let elements): elements.flatMap(\.labelNumbers)
        default: []
        }
    }
}
