internal import ErlangTerms
internal import Relups

/// Instructions on one line, short enough to be read.
enum InstructionText {
    /// `load shop_till (soft_purge, soft_purge)`, `apply shop:open("2.0")`; a term that cannot be in a relup as it is.
    static func text(_ instruction: LowLevelInstruction) -> String {
        switch instruction {
        case .loadObjectCode(let code):
            return
                "load_object_code \(code.library) \(code.version.string ?? line(code.version)): \(list(code.modules))"
        case .load(let module, let purges): return "load \(text(module, purges))"
        case .remove(let module, let purges): return "remove \(text(module, purges))"
        case .apply(let call):
            let arguments = call.arguments.map(line).joined(separator: ", ")
            return "apply \(line(.atom(call.module))):\(line(.atom(call.function)))(\(arguments))"
        case .suspend, .resume, .purge, .start, .stop, .codeChange:
            guard let parts = instruction.term.tuple, let elements = parts.last?.list else { break }
            let words = parts.dropLast().map(line).joined(separator: " ")
            return "\(words)\(parts.count == 3 ? ":" : "") \(elements.map(line).joined(separator: ", "))"
        case .pointOfNoReturn, .restartEmulator, .restartNewEmulator, .syncNodes, .unknown: break
        }
        return line(instruction.term)
    }

    private static func text(_ module: Atom, _ purges: Purges) -> String {
        "\(line(.atom(module))) (\(purges.before.name), \(purges.after.name))"
    }

    private static func list(_ modules: [Atom]) -> String {
        modules.map { line(.atom($0)) }.joined(separator: ", ")
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
