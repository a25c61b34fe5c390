internal import ErlangTerms

/// The calls of each function of a module, gathered while its code is read.
struct CallGraph {
    private var functions: [Calls] = []

    /// The calls of one function.
    private struct Calls {
        /// Entry labels of functions of the module.
        var labels: [Int] = []
        /// Indexes of imports, in the order of the code.
        var imports: [Int] = []
        /// Indexes of the funs that it makes. A function that makes a fun usually has it called.
        var lambdas: [Int] = []
        var sends = false
        /// The arities of `erlang:apply` that stand for calls whose target the code does not show.
        var applies: Set<Int> = []
        /// Whether it waits for a message, not only checks for one.
        var waits = false
    }

    /// Adds an instruction of the function with this index.
    mutating func add(_ instruction: Instruction, function: Int) {
        while functions.count <= function { functions.append(Calls()) }
        let operands = instruction.operands
        switch instruction.opcode {
        case Instruction.call, Instruction.callLast, Instruction.callOnly:
            if case .label(let label) = operands[1] { functions[function].labels.append(label) }
        case Instruction.callExternal, Instruction.callExternalLast, Instruction.callExternalOnly:
            if case .unsigned(let index) = operands[1] { functions[function].imports.append(index) }
        case Instruction.makeFun2, Instruction.makeFun3:
            if case .unsigned(let index) = operands[0] { functions[function].lambdas.append(index) }
        case Instruction.callFun, Instruction.callFun2: functions[function].applies.insert(2)
        case Instruction.apply, Instruction.applyLast: functions[function].applies.insert(3)
        case Instruction.send: functions[function].sends = true
        case Instruction.wait: functions[function].waits = true
        case Instruction.waitTimeout:
            if operands[1] != .integer(0) { functions[function].waits = true }
        default: break
        }
    }

    /// The functions, by index, that one calls directly or through others, with itself.
    func reached(from entry: Int, _ code: BeamCode, lambdaLabels: [Int]) -> [Int] {
        var isReached = [Bool](repeating: false, count: code.functions.count)
        var reached: [Int] = []
        var open = [entry]
        while let function = open.popLast() {
            guard isReached.indices.contains(function), !isReached[function] else { continue }
            isReached[function] = true
            reached.append(function)
            open += called(from: function, code) + funs(of: function, code, lambdaLabels: lambdaLabels)
        }
        return reached
    }

    /// The functions, by index, that a function calls by their local names.
    func called(from function: Int, _ code: BeamCode) -> [Int] {
        functions.indices.contains(function) ? functions[function].labels.compactMap { code.entries[$0] } : []
    }

    /// The functions, by index, that hold the code of the funs that a function makes.
    func funs(of function: Int, _ code: BeamCode, lambdaLabels: [Int]) -> [Int] {
        guard functions.indices.contains(function) else { return [] }
        return functions[function].lambdas.compactMap { lambda in
            lambdaLabels.indices.contains(lambda) ? code.entries[lambdaLabels[lambda]] : nil
        }
    }

    /// The functions, by index, that make funs.
    var makers: [Int] { functions.indices.filter { !functions[$0].lambdas.isEmpty } }

    /// For each function, by index, the functions that call it by its local name.
    func callers(_ code: BeamCode) -> [[Int]] {
        var callers = [[Int]](repeating: [], count: code.functions.count)
        for caller in functions.indices {
            for function in called(from: caller, code) { callers[function].append(caller) }
        }
        return callers
    }

    /// The imports that a function calls, in the order of its code.
    func imports(of function: Int) -> [Int] {
        functions.indices.contains(function) ? functions[function].imports : []
    }

    func sends(_ function: Int) -> Bool { functions.indices.contains(function) && functions[function].sends }

    /// Whether a function itself waits for a message in a `receive`.
    func waits(_ function: Int) -> Bool { functions.indices.contains(function) && functions[function].waits }

    func applies(_ function: Int) -> Set<Int> {
        functions.indices.contains(function) ? functions[function].applies : []
    }
}
