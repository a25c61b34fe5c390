package import ErlangTerms
package import Relups

/// How to call a module with a function `run/1` during the upgrade: as a term, what edeliver's behaviour
/// `RunnableInstruction` declares in functions.
///
/// `[{arguments, Term}, {where, Place}, {dependencies, [Module]}]`. Each option may be missing: by default `run/1`
/// receives `[]` at the end of the script and calls no other module. A module declares its own options in the persisted
/// attribute `relup_instruction`.
package struct InstructionDeclaration: Sendable {
    /// What `run/1` receives, with placeholders.
    package var argument = ErlangTerm.emptyList
    package var place = InsertionPoint.append
    /// The modules that `run/1` calls, loaded before it and unloaded after it.
    package var dependencies: [Atom] = []

    /// The declaration from a term; `subject` is what an error calls it.
    package init(_ term: ErlangTerm, subject: String) throws(ModificationError) {
        // An attribute's value lists all that the module declares, so one list may be inside another.
        guard case .list(let options) = term else { throw Self.error(subject, "a list of options expected") }
        for option in options.flatMap({ $0.list ?? [$0] }) {
            guard case .tuple(let pair) = option, pair.count == 2, let key = pair[0].atom else {
                throw Self.error(subject, "an option is a key and a value")
            }
            switch key {
            case "arguments": argument = pair[1]
            case "where":
                guard let place = InsertionPoint(pair[1]) else {
                    throw Self.error(subject, "'where' is a place (\(InsertionPoint.listOfNames))")
                }
                self.place = place
            case "dependencies":
                guard let modules = pair[1].list, modules.allSatisfy({ $0.atom != nil }) else {
                    throw Self.error(subject, "'dependencies' is a list of modules")
                }
                dependencies = modules.compactMap(\.atom)
            default:
                throw Self.error(subject, "unknown option '\(key)': one of arguments, where, dependencies expected")
            }
        }
    }

    /// The declaration of a module of the release; the default one if it has none.
    init(of module: Atom, in script: ScriptModification) throws(ModificationError) {
        let attribute = script.declarations[module] ?? .emptyList
        try self.init(attribute, subject: "the attribute 'relup_instruction' of '\(module)'")
    }

    private static func error(_ subject: String, _ reason: String) -> ModificationError {
        ModificationError(.wrongArguments, "\(subject): \(reason)")
    }
}
