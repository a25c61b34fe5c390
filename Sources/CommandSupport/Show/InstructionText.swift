internal import ErlangTerms

/// Instructions on one line, short enough to be read.
enum InstructionText {
    /// `load shop_till (soft_purge, soft_purge)`, `apply shop:open("2.0")`; a term of any other shape as it is.
    static func text(_ term: ErlangTerm) -> String {
        guard let parts = term.tuple, let name = parts.first?.atom?.name, let last = parts.last else {
            return line(term)
        }
        switch (name, parts.count, last.tuple) {
        case ("load_object_code", 2, let code?) where code.count == 3:
            return "\(name) \(line(code[0])) \(code[1].string ?? line(code[1])): \(list(code[2]))"
        case ("load", 2, let load?) where load.count == 3, ("remove", 2, let load?) where load.count == 3:
            return "\(name) \(line(load[0])) (\(line(load[1])), \(line(load[2])))"
        case ("apply", 2, let call?) where call.count == 3:
            let arguments = call[2].list?.map(line).joined(separator: ", ") ?? line(call[2])
            return "\(name) \(line(call[0])):\(line(call[1]))(\(arguments))"
        case ("suspend", 2, _), ("resume", 2, _), ("purge", 2, _), ("start", 2, _), ("stop", 2, _),
            ("code_change", 2, _):
            return "\(name) \(list(last))"
        case ("code_change", 3, _): return "\(name) \(line(parts[1])): \(list(last))"
        default: return line(term)
        }
    }

    private static func list(_ term: ErlangTerm) -> String {
        term.list?.map(line).joined(separator: ", ") ?? line(term)
    }

    private static func line(_ term: ErlangTerm) -> String {
        TermTextPrinter.line(of: shortened(term))
    }

    /// The term, in which long binaries, such as the code of modules, are replaced by their size.
    private static func shortened(_ term: ErlangTerm) -> ErlangTerm {
        switch term {
        case .binary(let bytes) where bytes.count > 64: .atom("binary of \(bytes.count) bytes")
        case .tuple(let elements): .tuple(elements.map(shortened))
        case .list(let elements): .list(elements.map(shortened))
        default: term
        }
    }
}
