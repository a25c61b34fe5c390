internal import ErlangTerms

extension ModuleCode {
    /// The atoms in the instructions and literals of each function. Nil if the code cannot be read.
    func atomsOfFunctions() -> [Set<Atom>]? {
        guard let code = evaluator?.code else { return nil }
        return code.functions.map { function in
            var atoms: Set<Atom> = []
            var cursor = ByteCursor(code.bytes[function.start..<function.end])
            while !cursor.isAtEnd, let instruction = Instruction(&cursor) {
                for operand in instruction.operands { insertAtoms(of: operand, into: &atoms) }
            }
            return atoms
        }
    }

    private func insertAtoms(of operand: Instruction.Operand, into atoms: inout Set<Atom>) {
        switch operand {
        case .atom(let number): if let atom = UInt32(exactly: number).flatMap(symbols.atom) { atoms.insert(atom) }
        case .literal(let index): literals[index]?.insertAtoms(into: &atoms)
        case .list(let operands): for operand in operands { insertAtoms(of: operand, into: &atoms) }
        case .unsigned, .integer, .x, .y, .label, .other: break
        }
    }
}
