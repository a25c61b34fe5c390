/// An instruction of the abstract machine as the `Code` chunk holds it: an opcode and operands.
struct Instruction {
    let opcode: UInt8
    let operands: [Operand]

    /// What an instruction works on.
    enum Operand: Hashable {
        case unsigned(Int)
        /// An integer that `Int` holds.
        case integer(Int)
        /// An atom by its number in the table; 0 is the empty list.
        case atom(Int)
        case x(Int)
        case y(Int)
        case label(Int)
        /// A literal by its index in the table, from 0.
        case literal(Int)
        case list([Operand])
        /// Operands that are skipped: floating-point registers, allocation lists, characters, big integers.
        case other
    }

    /// Reads the next instruction; nil if it is unknown or cut off.
    init?(_ cursor: inout ByteCursor) {
        guard let opcode = cursor.byte(), let arity = Self.arity(opcode) else { return nil }
        self.opcode = opcode
        var operands: [Operand] = []
        operands.reserveCapacity(arity)
        for _ in 0..<arity {
            guard let operand = Self.operand(&cursor, inList: false) else { return nil }
            operands.append(operand)
        }
        self.operands = operands
    }

    private static func operand(_ cursor: inout ByteCursor, inList: Bool) -> Operand? {
        guard let (tag, value) = CompactTerm.next(&cursor), value >= 0 || tag == .integer else { return nil }
        switch tag {
        case .unsigned: return .unsigned(value)
        case .integer: return value == CompactTerm.bigValue ? .other : .integer(value)
        case .atom: return .atom(value)
        case .x: return .x(value)
        case .y: return .y(value)
        case .label: return .label(value)
        case .character: return .other
        case .extended: return extended(kind: value, &cursor, inList: inList)
        }
    }

    private static func extended(kind: Int, _ cursor: inout ByteCursor, inList: Bool) -> Operand? {
        switch kind {
        case 1:
            guard !inList, let count = CompactTerm.unsigned(&cursor) else { return nil }
            var elements: [Operand] = []
            for _ in 0..<count {
                guard let element = operand(&cursor, inList: true) else { return nil }
                elements.append(element)
            }
            return .list(elements)
        case 2:
            return CompactTerm.unsigned(&cursor).map { _ in .other }
        case 3:
            guard let count = CompactTerm.unsigned(&cursor) else { return nil }
            for _ in 0..<count {
                guard CompactTerm.unsigned(&cursor) != nil, CompactTerm.unsigned(&cursor) != nil else { return nil }
            }
            return .other
        case 4:
            return CompactTerm.unsigned(&cursor).map { .literal($0) }
        case 5:
            // A register with a hint about the type of its term.
            guard let register = operand(&cursor, inList: true), CompactTerm.unsigned(&cursor) != nil else {
                return nil
            }
            return register
        default:
            return nil
        }
    }

    /// The number of operands; nil for an opcode that no instruction up to OTP 29 has.
    static func arity(_ opcode: UInt8) -> Int? {
        opcode >= 1 && Int(opcode) <= arities.count ? Int(arities[Int(opcode) - 1]) : nil
    }

    /// The highest known opcode. An emulator refuses to load code whose head names a higher opcode than its own
    /// highest.
    static var newestOpcode: Int { arities.count }

    /// The arities from opcode 1 on, eight a line. As `genop.tab`, OTP 25.2; the last two lines also OTP 26 to 29.1.
    private static let arities: [UInt8] = [
        1, 3, 0, 2, 3, 2, 2, 3,
        2, 4, 5, 2, 3, 2, 3, 2,
        1, 1, 0, 0, 0, 0, 2, 1,
        1, 2, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 3, 3, 3,
        3, 3, 3, 3, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2,
        2, 3, 3, 3, 1, 2, 1, 2,
        3, 3, 3, 3, 3, 2, 1, 1,
        0, 1, 1, 3, 2, 2, 2, 5,
        5, 5, 4, 2, 1, 1, 2, 2,
        5, 5, 5, 2, 1, 0, 1, 2,
        2, 4, 4, 4, 4, 3, 1, 2,
        1, 1, 1, 2, 6, 3, 5, 1,
        2, 2, 3, 5, 7, 7, 7, 5,
        3, 2, 2, 5, 6, 2, 2, 2,
        2, 1, 3, 4, 0, 8, 6, 2,
        6, 5, 4, 5, 4, 5, 4, 3,
        3, 3, 3, 3, 0, 1, 1, 7,
        1, 5, 5, 2, 3, 3, 4, 0,
        0, 2, 2, 2, 3, 4, 3, 2,
        2, 4, 3, 1, 2, 1, 1, 1,
        6, 3, 0, 1, 5, 3, 2, 4,
        6, 2, 4, 3, 6, 3, 5,
    ]
}

/// The opcodes that are understood.
extension Instruction {
    static let label: UInt8 = 1
    static let functionInfo: UInt8 = 2
    /// Ends the code.
    static let end: UInt8 = 3
    static let call: UInt8 = 4, callLast: UInt8 = 5, callOnly: UInt8 = 6
    static let callExternal: UInt8 = 7, callExternalLast: UInt8 = 8, callExternalOnly: UInt8 = 78
    /// Begin or end a stack frame.
    static let frames: Set<UInt8> = [12, 13, 14, 15, 18]
    static let trim: UInt8 = 136
    static let `return`: UInt8 = 19
    static let jump: UInt8 = 61
    static let move: UInt8 = 64, swap: UInt8 = 169
    static let putList: UInt8 = 69, putTuple: UInt8 = 70, put: UInt8 = 71, putTuple2: UInt8 = 164
    static let putMapAssociations: UInt8 = 154, putMapExact: UInt8 = 155
    static let getList: UInt8 = 65, getTupleElement: UInt8 = 66, getHead: UInt8 = 162, getTail: UInt8 = 163
    static let getMapElements: UInt8 = 158
    static let makeFun2: UInt8 = 103, makeFun3: UInt8 = 171
    static let onLoad: UInt8 = 149
    static let callFun: UInt8 = 75, callFun2: UInt8 = 178
    /// Calls of a function whose name is in registers; the second also returns the result.
    static let apply: UInt8 = 112, applyLast: UInt8 = 113
    static let send: UInt8 = 20
    static let selectValue: UInt8 = 59, selectTupleArity: UInt8 = 60
    static let isEqual: UInt8 = 43, isNotEqual: UInt8 = 44, isTaggedTuple: UInt8 = 159
    static let badRecord: UInt8 = 180
    static let `catch`: UInt8 = 62, `try`: UInt8 = 104
    /// Instructions that raise an exception, and instructions that begin to wait for a message.
    static let failures: Set<UInt8> = [2, 72, 73, 74, 107, 108, 161, 180]
    static let waits: Set<UInt8> = [23, 24, 25, 26]
    static let wait: UInt8 = 25, waitTimeout: UInt8 = 26

    /// Instructions that leave alone the registers that a later instruction reads: room on the heap, lines, marks.
    static let silent: Set<UInt8> = [1, 16, 17, 153, 172, 183, 184, 179, 149]
    /// Built-in functions. From `bif1` on, the first operand is the label to go to on failure; the last is the
    /// destination.
    static let bifs: Set<UInt8> = [9, 10, 11, 124, 125, 152, 185]
    /// Tests: the first operand is the label to go to on failure.
    static let tests: Set<UInt8> = [
        39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 77, 114, 115, 129, 156, 157,
        159,
    ]
}
