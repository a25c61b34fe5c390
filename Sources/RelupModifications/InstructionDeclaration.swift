package import ErlangTerms
package import Relups

/// How a module with a function `run/1` wants to be called during the upgrade: what edeliver's behaviour
/// `RunnableInstruction` says in functions, said in a term.
///
/// `[{arguments, Term}, {where, Place}, {dependencies, [Module]}]`, each of which may be missing: `run/1` gets `[]`, at
/// the end, and calls no other module. A module brings its own as the persisted attribute `relup_instruction`.
package struct InstructionDeclaration: Sendable {
    /// What `run/1` is given, with placeholders.
    package var argument = ErlangTerm.emptyList
    package var place = InsertionPoint.append
    /// The modules that `run/1` calls, loaded before it and unloaded after it.
    package var dependencies: [Atom] = []

    /// The declaration of a term; `subject` is what an error calls it.
    package init(_ term: ErlangTerm, subject: String) throws(ModificationError) {
        // An attribute's value is a list of all that the module gives, so one list may stand in another.
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

    /// The declaration that a module of the release brings, the default one where it brings none.
    init(of module: Atom, in script: ScriptModification) throws(ModificationError) {
        let attribute = script.declarations[module] ?? .emptyList
        try self.init(attribute, subject: "the attribute 'relup_instruction' of '\(module)'")
    }

    private static func error(_ subject: String, _ reason: String) -> ModificationError {
        ModificationError(.wrongArguments, "\(subject): \(reason)")
    }
}
