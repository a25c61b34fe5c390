internal import ErlangTerms

/// Expands the short forms of instructions.
enum ScriptExpansion {
    /// What is not a script: OTP crashes on it.
    enum Fault: Error {
        /// It is not a list, or has an improper tail: `function_clause`.
        case noList
        /// An element is a list with an improper tail: `badarg`.
        case improperElement
    }

    /// The instructions of a script with their short forms expanded. The elements of a list among them are added as
    /// they are.
    ///
    /// As `systools_rc:expand_script/1`, OTP 25.2.
    static func instructions(_ script: ErlangTerm) throws(Fault) -> [ErlangTerm] {
        guard let elements = script.list else { throw .noList }
        var instructions: [ErlangTerm] = []
        instructions.reserveCapacity(elements.count)
        for element in elements {
            switch element {
            case .list(let inner): instructions += inner
            case .improperList: throw .improperElement
            default: instructions.append(expanded(element))
            }
        }
        return instructions
    }

    private static func expanded(_ instruction: ErlangTerm) -> ErlangTerm {
        guard let parts = instruction.tuple, (2...4).contains(parts.count), let name = parts[0].atom else {
            return instruction
        }
        let purge = ErlangTerm.atom("brutal_purge")
        let last = parts[parts.count - 1]
        switch (name, parts.count) {
        case ("load_module", 2):
            return .tuple(parts[0], parts[1], purge, purge, .emptyList)
        case ("load_module", 3) where isAnyList(last):
            return .tuple(parts[0], parts[1], purge, purge, last)
        case ("update", 2):
            return .tuple(parts[0], parts[1], .atom("soft"), purge, purge, .emptyList)
        case ("update", 3) where last == .atom("supervisor"):
            let change = ErlangTerm.tuple(.atom("advanced"), .emptyList)
            return .tuple(
                parts[0], parts[1], .atom("static"), .atom("default"), change, purge, purge, .emptyList)
        case ("update", 3) where isChange(last):
            return .tuple(parts[0], parts[1], last, purge, purge, .emptyList)
        case ("update", 3) where isAnyList(last):
            return .tuple(parts[0], parts[1], .atom("soft"), purge, purge, last)
        case ("update", 4) where isChange(parts[2]) && isAnyList(last):
            return .tuple(parts[0], parts[1], parts[2], purge, purge, last)
        case ("add_application", 2):
            return .tuple(parts[0], parts[1], .atom("permanent"))
        default:
            return instruction
        }
    }

    private static func isChange(_ term: ErlangTerm) -> Bool {
        term == .atom("soft") || term.tuple != nil
    }

    private static func isAnyList(_ term: ErlangTerm) -> Bool {
        switch term {
        case .list, .improperList: true
        default: false
        }
    }
}
