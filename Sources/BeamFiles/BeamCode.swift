internal import ErlangTerms

/// The code of a module: its functions, and where each label stands.
struct BeamCode {
    /// Instructions, without the chunk's head.
    let bytes: ArraySlice<UInt8>
    /// Label to the position behind it, an index of `bytes`.
    private(set) var positions: [Int: Int] = [:]
    /// Entry label to the label before the function's head, where calls go that no clause matches.
    private(set) var failures: [Int: Int] = [:]
    /// Whether the module runs a function when it is loaded.
    private(set) var runsOnLoad = false

    /// Reads `HeadSize:32 Head Instructions`; an instruction that is not known ends what is seen of the code.
    init?(_ data: ArraySlice<UInt8>) {
        var cursor = ByteCursor(data)
        guard let size = cursor.word(), cursor.take(Int(size)) != nil else { return nil }
        bytes = data[cursor.position...]
        cursor = ByteCursor(bytes)
        var label: Int?
        var failure: Int?
        while let instruction = Instruction(&cursor) {
            switch (instruction.opcode, instruction.operands.first) {
            case (Instruction.label, .unsigned(let number)):
                positions[number] = cursor.position
                if let head = failure { failures[number] = head }
                failure = nil
                label = number
            case (Instruction.functionInfo, _): failure = label
            case (Instruction.onLoad, _): runsOnLoad = true
            default: break
            }
        }
    }
}
