import ErlangTerms
import Relups
import TestSupport

/// A good script with one fault put into it.
struct Corruption {
    /// What a fault does, by its kind alone: nothing that checks is asked.
    enum Effect {
        case bad
        /// It changes nothing that counts, or the kind does not tell.
        case open
    }

    let instructions: [ErlangTerm]
    let description: String
    let effect: Effect

    /// A relup with a fault, chosen at random, in its first script up or down; the direction and the fault.
    static func spoilt(
        _ relup: Relup, _ numbers: inout SeededGenerator
    ) -> (relup: Relup, direction: ScriptDirection, corruption: Corruption) {
        let direction: ScriptDirection = numbers.below(2) == 0 ? .up : .down
        var spoilt = relup
        while true {
            let script = direction == .up ? relup.up[0] : relup.down[0]
            guard let corruption = random(script.instructions, &numbers) else { continue }
            if direction == .up {
                spoilt.up[0].instructions = corruption.instructions
            } else {
                spoilt.down[0].instructions = corruption.instructions
            }
            return (spoilt, direction, corruption)
        }
    }

    /// A fault chosen at random; nil where the chosen kind has nothing to spoil in the script.
    static func random(_ script: [ErlangTerm], _ numbers: inout SeededGenerator) -> Corruption? {
        let index = numbers.below(script.count)
        var script = script
        let term = script[index]
        let shown = TermTextPrinter.line(of: term)
        switch numbers.below(9) {
        case 0:
            script.remove(at: index)
            return Corruption(
                instructions: script, description: "drop \(shown)", effect: isHarmlessToDrop(term) ? .open : .bad)
        case 1:
            guard index + 1 < script.count else { return nil }
            let next = script[index + 1]
            script.swapAt(index, index + 1)
            return Corruption(
                instructions: script, description: "swap \(shown) and \(TermTextPrinter.line(of: next))",
                effect: isOrdered(term, next) ? .bad : .open)
        case 2:
            guard let parts = term.tagged("load_object_code", count: 2)?.last?.tuple else { return nil }
            script[index] = .tuple(.atom("load_object_code"), .tuple(parts[0], .string("0.0.1"), parts[2]))
            return Corruption(instructions: script, description: "wrong version in \(shown)", effect: .bad)
        case 3:
            let places = modules(term)
            guard let module = places.randomElement(using: &numbers) else { return nil }
            script[index] = renamed(module, in: term)
            let what = TermTextPrinter.line(of: script[index])
            return Corruption(
                instructions: script, description: "wrong module: \(what)", effect: name(term) == "purge" ? .open : .bad
            )
        case 4:
            script.insert(term, at: index)
            let isBad = ["load", "code_change"].contains(name(term))
            return Corruption(instructions: script, description: "twice \(shown)", effect: isBad ? .bad : .open)
        case 5:
            guard name(term) == "load_object_code" else { return nil }
            script.append(script.remove(at: index))
            return Corruption(instructions: script, description: "last \(shown)", effect: .bad)
        case 6:
            let fault: [ErlangTerm] = [
                .atom("restart_emulator"), .atom("restart_new_emulator"), .atom("no_return"), .string("text"),
                .tuple(.atom("load_module"), .atom("lists")), .tuple(.atom("resume"), .atom("lists")),
                .tuple(.atom("apply"), .tuple(.atom("no_such_module"), .atom("run"), .emptyList)),
            ]
            let inserted = fault[numbers.below(fault.count)]
            script.insert(inserted, at: index)
            return Corruption(
                instructions: script, description: "insert \(TermTextPrinter.line(of: inserted)) before \(shown)",
                effect: .bad)
        case 7:
            guard let parts = term.tagged("apply", count: 2)?.last?.tuple, let function = parts[1].atom else {
                return nil
            }
            script[index] = .tuple(.atom("apply"), .tuple(parts[0], .atom("\(function)_x"), parts[2]))
            return Corruption(instructions: script, description: "wrong function in \(shown)", effect: .bad)
        default:
            guard let parts = term.tagged("load", count: 2)?.last?.tuple else { return nil }
            script[index] = .tuple(.atom("load"), .tuple(parts[0], .atom("purge"), parts[2]))
            return Corruption(instructions: script, description: "wrong purge in \(shown)", effect: .bad)
        }
    }

    private static func name(_ term: ErlangTerm) -> String {
        (term.atom ?? term.tuple?.first?.atom)?.name ?? ""
    }

    /// Old code that is left lies there until the next upgrade, and the code_change of stock_shelf gives the state back
    /// as it is.
    private static func isHarmlessToDrop(_ term: ErlangTerm) -> Bool {
        name(term) == "purge" || name(term) == "code_change" && modules(term) == ["stock_shelf"]
    }

    /// The modules that an instruction names; of a call none.
    private static func modules(_ term: ErlangTerm) -> [Atom] {
        guard let parts = term.tuple, let last = parts.last else { return [] }
        switch name(term) {
        case "load_object_code": return last.tuple?.last?.list?.compactMap(\.atom) ?? []
        case "load", "remove": return last.tuple?.first?.atom.map { [$0] } ?? []
        case "suspend", "resume", "purge", "code_change":
            return last.list?.compactMap { $0.atom ?? $0.tuple?.first?.atom } ?? []
        default: return []
        }
    }

    private static func renamed(_ module: Atom, in term: ErlangTerm) -> ErlangTerm {
        switch term {
        case .atom(module): .atom("\(module)_x")
        case .tuple(let elements): .tuple(elements.map { renamed(module, in: $0) })
        case .list(let elements): .list(elements.map { renamed(module, in: $0) })
        default: term
        }
    }

    /// Whether two instructions that follow each other do something else in the other order.
    private static func isOrdered(_ first: ErlangTerm, _ second: ErlangTerm) -> Bool {
        let names = [name(first), name(second)]
        if names.contains("point_of_no_return") { return !names.contains("apply") }
        if names == ["apply", "apply"] {
            let functions = [first, second].map { $0.tuple?.last?.tuple?[1] }
            return functions == [.atom("terminate_child"), .atom("delete_child")]
        }
        if names == ["resume", "apply"] {
            return second.tuple?.last?.tuple?[2].list?.first == first.tuple?.last?.list?.first
        }
        let steps: Set = ["suspend", "load", "code_change", "resume"]
        return steps.isSuperset(of: names) && names[0] != names[1]
            && !Set(modules(first)).isDisjoint(with: modules(second))
    }
}
