internal import ErlangTerms

/// The code of a module: its functions and the positions of its labels.
struct BeamCode {
    /// Instructions, without the chunk's head.
    let bytes: ArraySlice<UInt8>
    /// Label to the position after it, an index of `bytes`.
    private(set) var positions: [Int: Int] = [:]
    /// Entry label to the label before the function's head. A call that no clause matches goes there.
    private(set) var failures: [Int: Int] = [:]
    /// In the order of the code.
    private(set) var functions: [Function] = []
    /// Entry label to the function, an index of `functions`.
    private(set) var entries: [Int: Int] = [:]
    /// Whether the module runs a function when it is loaded.
    private(set) var runsOnLoad = false
    /// Why the code cannot be read to its end.
    private(set) var unreadable: String?

    /// A function: its name by the atom's number, and the range of its instructions.
    struct Function {
        let name: Int
        let arity: Int
        let start: Int
        private(set) var end: Int

        fileprivate init(name: Int, arity: Int, start: Int) {
            self.name = name
            self.arity = arity
            self.start = start
            end = start
        }

        fileprivate mutating func close(at position: Int) { end = position }
    }

    /// Reads `HeadSize:32 Head Instructions`, and shows `observe` each instruction with its function's index.
    ///
    /// Reading stops at an unknown instruction, because its length is unknown too.
    init?(_ data: ArraySlice<UInt8>, observe: (Instruction, Int) -> Void = { _, _ in }) {
        var cursor = ByteCursor(data)
        guard let size = cursor.word(), let start = cursor.take(Int(size)) else { return nil }
        let newest = Self.newestOpcode(start)
        bytes = data[cursor.position...]
        cursor = ByteCursor(bytes)
        var label: Int?
        var head: Int?
        var position = cursor.position
        var isWhole = false
        while let instruction = Instruction(&cursor) {
            switch (instruction.opcode, instruction.operands.first) {
            case (Instruction.label, .unsigned(let number)):
                positions[number] = cursor.position
                if let failure = head {
                    failures[number] = failure
                    if !functions.isEmpty { entries[number] = functions.count - 1 }
                }
                head = nil
                label = number
            case (Instruction.functionInfo, _):
                if !functions.isEmpty { functions[functions.count - 1].close(at: position) }
                if case .atom(let name) = instruction.operands[1], case .unsigned(let arity) = instruction.operands[2] {
                    functions.append(Function(name: name, arity: arity, start: cursor.position))
                }
                head = label
            case (Instruction.onLoad, _): runsOnLoad = true
            default: break
            }
            isWhole = instruction.opcode == Instruction.end
            if isWhole { break }
            if !functions.isEmpty { observe(instruction, functions.count - 1) }
            position = cursor.position
        }
        if !functions.isEmpty { functions[functions.count - 1].close(at: position) }
        if !isWhole {
            unreadable =
                position < bytes.endIndex
                ? "instruction \(bytes[position]) at byte \(position - bytes.startIndex) of its code is not understood"
                : "its code ends in the middle"
        } else if newest > Instruction.newestOpcode {
            unreadable = "it is compiled for an emulator that has instruction \(newest)"
        }
    }

    /// The highest opcode that the code may use, as its head `Version:32 MaxOpcode:32 …` says.
    private static func newestOpcode(_ head: ArraySlice<UInt8>) -> UInt32 {
        var cursor = ByteCursor(head)
        return cursor.word().flatMap { _ in cursor.word() } ?? 0
    }
}
