internal import ErlangTerms

/// What the registers hold while code is followed.
struct Registers {
    private var x: [Int: ErlangTerm] = [:]
    private var y: [Int: ErlangTerm] = [:]

    init(arguments: [ErlangTerm] = []) {
        for (index, argument) in arguments.enumerated() { x[index] = argument }
    }

    /// The terms in the first registers, where a call finds its arguments.
    func arguments(_ count: Int) -> [ErlangTerm] {
        (0..<max(0, min(count, 255))).map { x[$0] ?? CodeEvaluator.unknown }
    }

    subscript(operand: Instruction.Operand) -> ErlangTerm? {
        switch operand {
        case .x(let register): x[register]
        case .y(let register): y[register]
        default: nil
        }
    }

    mutating func set(_ operand: Instruction.Operand?, _ term: ErlangTerm) {
        switch operand {
        case .x(let register): x[register] = term
        case .y(let register): y[register] = term
        default: break
        }
    }

    /// What remains after a call: its result and the stack frame.
    mutating func `return`(_ term: ErlangTerm) { x = [0: term] }

    mutating func forgetFrame() { y = [:] }

    mutating func forgetAll() {
        x = [:]
        y = [:]
    }

    /// Removes the first `count` places of the frame.
    mutating func trim(_ count: Int) {
        y = Dictionary(uniqueKeysWithValues: y.compactMap { $0.key >= count ? ($0.key - count, $0.value) : nil })
    }
}
