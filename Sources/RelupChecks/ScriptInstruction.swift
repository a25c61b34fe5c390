internal import ErlangTerms
internal import RelupModifications

/// A low-level instruction of a relup, as `release_handler_1:eval/2` of OTP 25.2 takes it.
enum ScriptInstruction {
    case loadObjectCode(application: Atom, version: String, modules: [Atom])
    case pointOfNoReturn
    case load(Atom, PurgePair)
    case remove(Atom, PurgePair)
    case purge([Atom])
    case suspend([Atom])
    case resume([Atom])
    case codeChange(isUp: Bool, [Atom])
    case stop([Atom])
    case start([Atom])
    case syncNodes
    case apply(Call)
    case restartEmulator
    case restartNewEmulator
    /// None that release_handler knows.
    case unknown

    /// How old code is purged before and after: whether processes that run it are killed.
    struct PurgePair {
        let killsBefore: Bool
        let killsAfter: Bool
    }

    /// `{Module, Function, Arguments}`.
    struct Call {
        let module: Atom
        let function: Atom
        let arguments: [ErlangTerm]

        var term: ErlangTerm { .tuple(.atom(module), .atom(function), .list(arguments)) }

        /// Whether it is one of those that relup-modify makes: to run a module of ours, or to load it.
        var isOwn: Bool {
            InstructionRuntime.isOwn(module)
                || calls("code", "load_binary") && arguments.first?.atom.map(InstructionRuntime.isOwn) ?? false
        }

        /// Whether this calls a module, and one of the functions where some are given.
        func calls(_ module: Atom, _ functions: Atom...) -> Bool {
            self.module == module && (functions.isEmpty || functions.contains(function))
        }
    }

    init(_ term: ErlangTerm) {
        self = Self.known(term) ?? .unknown
    }

    private static func known(_ term: ErlangTerm) -> ScriptInstruction? {
        guard let parts = term.tuple else {
            switch term {
            case .atom("point_of_no_return"): return .pointOfNoReturn
            case .atom("restart_emulator"): return .restartEmulator
            case .atom("restart_new_emulator"): return .restartNewEmulator
            default: return nil
            }
        }
        guard let name = parts.first?.atom?.name, let last = parts.last else { return nil }
        switch (name, parts.count) {
        case ("load_object_code", 2):
            guard let parts = last.tuple, parts.count == 3, let application = parts[0].atom,
                let version = parts[1].string, let modules = atoms(parts[2])
            else { return nil }
            return .loadObjectCode(application: application, version: version, modules: modules)
        case ("load", 2): return purged(last).map { .load($0, $1) }
        case ("remove", 2): return purged(last).map { .remove($0, $1) }
        case ("purge", 2): return atoms(last).map { .purge($0) }
        case ("suspend", 2): return firsts(last, orAtoms: true).map { .suspend($0) }
        case ("resume", 2): return atoms(last).map { .resume($0) }
        case ("code_change", 2): return firsts(last, orAtoms: false).map { .codeChange(isUp: true, $0) }
        case ("code_change", 3):
            guard parts[1] == .atom("up") || parts[1] == .atom("down") else { return nil }
            return firsts(last, orAtoms: false).map { .codeChange(isUp: parts[1] == .atom("up"), $0) }
        case ("stop", 2): return atoms(last).map { .stop($0) }
        case ("start", 2): return atoms(last).map { .start($0) }
        case ("sync_nodes", 3): return atoms(last) != nil || call(last) != nil ? .syncNodes : nil
        case ("apply", 2): return call(last).map { .apply($0) }
        default: return nil
        }
    }

    private static func atoms(_ term: ErlangTerm) -> [Atom]? {
        guard let elements = term.list else { return nil }
        let atoms = elements.compactMap(\.atom)
        return atoms.count == elements.count ? atoms : nil
    }

    /// The modules of `[{Module, Term}]`, or of `[Module | {Module, Term}]`.
    private static func firsts(_ term: ErlangTerm, orAtoms: Bool) -> [Atom]? {
        guard let elements = term.list else { return nil }
        let modules = elements.compactMap { element in
            if let pair = element.tuple { return pair.count == 2 ? pair[0].atom : nil }
            return orAtoms ? element.atom : nil
        }
        return modules.count == elements.count ? modules : nil
    }

    private static func purged(_ term: ErlangTerm) -> (Atom, PurgePair)? {
        guard let parts = term.tuple, parts.count == 3, let module = parts[0].atom, let before = kills(parts[1]),
            let after = kills(parts[2])
        else { return nil }
        return (module, PurgePair(killsBefore: before, killsAfter: after))
    }

    private static func kills(_ term: ErlangTerm) -> Bool? {
        term == .atom("brutal_purge") ? true : term == .atom("soft_purge") ? false : nil
    }

    private static func call(_ term: ErlangTerm) -> Call? {
        guard let parts = term.tuple, parts.count == 3, let module = parts[0].atom, let function = parts[1].atom,
            let arguments = parts[2].list
        else { return nil }
        return Call(module: module, function: function, arguments: arguments)
    }
}
