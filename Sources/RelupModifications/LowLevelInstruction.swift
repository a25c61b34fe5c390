public import ErlangTerms

/// The instructions that a relup may hold: those that release_handler evaluates.
public enum LowLevelInstruction {
    /// Whether a term is a low-level instruction of the right shape. As `release_handler_1:eval/2`, OTP 25.2.
    public static func isWellFormed(_ term: ErlangTerm) -> Bool {
        switch term {
        case .atom(let name):
            return ["point_of_no_return", "restart_emulator", "restart_new_emulator"].contains(name.name)
        case .tuple(let elements):
            guard let name = elements.first?.atom else { return false }
            return isWellFormed(name, Array(elements.dropFirst()))
        default: return false
        }
    }

    private static func isWellFormed(_ name: Atom, _ arguments: [ErlangTerm]) -> Bool {
        switch (name, arguments.count) {
        case ("load_object_code", 1): isTuple(arguments[0], [isAtom, isString, isListOfAtoms])
        case ("load", 1), ("remove", 1): isTuple(arguments[0], [isAtom, isPurge, isPurge])
        case ("purge", 1), ("resume", 1), ("start", 1), ("stop", 1): isListOfAtoms(arguments[0])
        case ("suspend", 1): isList(arguments[0]) { isAtom($0) || isTuple($0, [isAtom, isTimeout]) }
        case ("code_change", 1): isList(arguments[0], of: isChange)
        case ("code_change", 2):
            [.atom("up"), .atom("down")].contains(arguments[0]) && isList(arguments[1], of: isChange)
        case ("apply", 1): isCall(arguments[0])
        case ("sync_nodes", 2): isListOfAtoms(arguments[1]) || isCall(arguments[1])
        default: false
        }
    }

    private static func isAtom(_ term: ErlangTerm) -> Bool { term.atom != nil }

    private static func isString(_ term: ErlangTerm) -> Bool { term.string != nil }

    private static func isPurge(_ term: ErlangTerm) -> Bool {
        term == .atom("soft_purge") || term == .atom("brutal_purge")
    }

    private static func isTimeout(_ term: ErlangTerm) -> Bool {
        if case .integer(let value) = term { value > 0 } else { term == .atom("default") || term == .atom("infinity") }
    }

    private static func isChange(_ term: ErlangTerm) -> Bool { isTuple(term, [isAtom, { _ in true }]) }

    private static func isCall(_ term: ErlangTerm) -> Bool { isTuple(term, [isAtom, isAtom, { $0.list != nil }]) }

    private static func isListOfAtoms(_ term: ErlangTerm) -> Bool { isList(term, of: isAtom) }

    private static func isList(_ term: ErlangTerm, of isElement: (ErlangTerm) -> Bool) -> Bool {
        term.list?.allSatisfy(isElement) ?? false
    }

    private static func isTuple(_ term: ErlangTerm, _ areElements: [(ErlangTerm) -> Bool]) -> Bool {
        guard case .tuple(let elements) = term, elements.count == areElements.count else { return false }
        return zip(elements, areElements).allSatisfy { $1($0) }
    }
}
