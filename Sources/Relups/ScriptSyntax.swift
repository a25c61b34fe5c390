internal import ErlangTerms
internal import Releases

/// Checks the syntax of instructions, short forms written out. As `systools_rc:check_op/1`, OTP 25.2.
///
/// The functions below check what their names say, and answer with it; parts are checked in OTP's order, because the
/// first fault counts.
enum ScriptSyntax {
    static func instruction(_ term: ErlangTerm) throws(ScriptFault) -> RelupInstruction {
        switch term {
        case .atom(let name):
            switch name.name {
            case "mnesia_backup":
                throw ScriptFault("not_yet_implemented", term, "mnesia_backup is not implemented")
            case "point_of_no_return": return .pointOfNoReturn
            case "restart_new_emulator": return .restartNewEmulator
            case "restart_emulator": return .restartEmulator
            case "restart", "reboot": return .other(term)
            default: break
            }
        case .tuple(let parts):
            if let name = parts.first?.atom, let instruction = try instruction(name, parts, term) { return instruction }
        default: break
        }
        throw ScriptFault("bad_instruction", term, "\(shown(term)) is no instruction")
    }

    /// The instruction of a tuple, or nil where there is none of that name and size.
    private static func instruction(
        _ name: Atom, _ parts: [ErlangTerm], _ term: ErlangTerm
    ) throws(ScriptFault) -> RelupInstruction? {
        switch (name.name, parts.count) {
        case ("update", 6...8):
            return .module(try update(parts))
        case ("load_module", 5):
            let module = try module(parts[1])
            let purges = try purges(parts[2...3])
            return .module(ModuleChange(module: module, kind: .load(purges), dependencies: try modules(parts[4])))
        case ("add_module", 2...3), ("delete_module", 2...3):
            let kind = name == "add_module" ? ModuleChange.Kind.load(.brutal) : .delete
            let module = try module(parts[1])
            let dependencies = parts.count == 3 ? try modules(parts[2]) : []
            return .module(ModuleChange(module: module, kind: kind, dependencies: dependencies))
        case ("add_application", 3):
            return .addApplication(try application(parts[1]), try startType(parts[2]))
        case ("remove_application", 2):
            return .removeApplication(try application(parts[1]))
        case ("restart_application", 2):
            return .restartApplication(try application(parts[1]))
        case ("load_object_code", 2):
            guard let parts = parts[1].tuple, parts.count == 3 else { return nil }
            return .objectCode(try objectCode(parts))
        case ("load", 2), ("remove", 2):
            guard let parts = parts[1].tuple, parts.count == 3 else { return nil }
            let module = try module(parts[0])
            _ = try purges(parts[1...2])
            return name == "load" ? .load(module, term) : .other(term)
        case ("suspend", 2):
            return .processes(.suspend, try suspended(parts[1]), term)
        case ("resume", 2), ("stop", 2), ("start", 2):
            guard let action = RelupInstruction.ProcessAction(rawValue: name.name) else { return nil }
            return .processes(action, try modules(parts[1]), term)
        case ("purge", 2):
            _ = try modules(parts[1])
        case ("code_change", 2), ("code_change", 3):
            try codeChange(parts)
        case ("apply", 2):
            guard let parts = parts[1].tuple, parts.count == 3 else { return nil }
            try call(parts)
        case ("sync_nodes", 3):
            if let parts = parts[2].tuple, parts.count == 3 {
                try call(parts)
            } else {
                try eachElement(parts[2]) { (node) throws(ScriptFault) in
                    guard node.atom != nil else { throw bad("node", node, "is no node") }
                }
            }
        default:
            return nil
        }
        return .other(term)
    }

    /// `{update, Module, [[ModuleType,] Timeout,] Change, PrePurge, PostPurge, Modules}`.
    private static func update(_ parts: [ErlangTerm]) throws(ScriptFault) -> ModuleChange {
        let module = try module(parts[1])
        var isStatic = false
        if parts.count == 8 {
            guard parts[2] == .atom("static") || parts[2] == .atom("dynamic") else {
                throw bad("mod_type", parts[2], "is neither static nor dynamic")
            }
            isStatic = parts[2] == .atom("static")
        }
        let rest = Array(parts.suffix(4))
        let timeout = parts.count == 6 ? nil : try timeout(parts[parts.count - 5])
        let extra = rest[0].tagged("advanced", count: 2)?.first
        guard extra != nil || rest[0] == .atom("soft") else {
            throw bad("change", rest[0], "is neither soft nor {advanced, Extra}")
        }
        let purges = try purges(rest[1...2])
        let kind = ModuleChange.Kind.update(isStatic: isStatic, timeout: timeout, extra: extra, purges: purges)
        return ModuleChange(module: module, kind: kind, dependencies: try modules(rest[3]))
    }

    private static func objectCode(_ parts: [ErlangTerm]) throws(ScriptFault) -> ObjectCode {
        guard let library = parts[0].atom else { throw bad("lib", parts[0], "is no library's name") }
        guard isAnyList(parts[1]) else { throw bad("lib_vsn", parts[1], "is no library's version") }
        return ObjectCode(library: library, version: parts[1], modules: try modules(parts[2]))
    }

    private static func codeChange(_ parts: [ErlangTerm]) throws(ScriptFault) {
        let list = parts[parts.count - 1]
        guard isAnyList(list) else { throw noList(list) }
        if parts.count == 3 {
            guard parts[1] == .atom("up") || parts[1] == .atom("down") else {
                throw bad("mode", parts[1], "is neither up nor down")
            }
        }
        try eachElement(list) { (change) throws(ScriptFault) in
            guard let pair = change.tuple, pair.count == 2 else {
                throw bad("code_change", change, "is not {Module, Extra}")
            }
            _ = try module(pair[0])
        }
    }

    private static func suspended(_ term: ErlangTerm) throws(ScriptFault) -> [Atom] {
        var names: [Atom] = []
        try eachElement(term) { (element) throws(ScriptFault) in
            if let pair = element.tuple, pair.count == 2 {
                names.append(try module(pair[0]))
                _ = try timeout(pair[1])
            } else {
                names.append(try module(element))
            }
        }
        return names
    }

    /// `{Module, Function, Arguments}`.
    private static func call(_ parts: [ErlangTerm]) throws(ScriptFault) {
        _ = try module(parts[0])
        guard parts[1].atom != nil else { throw bad("func", parts[1], "is no function's name") }
        guard isAnyList(parts[2]) else { throw bad("args_list", parts[2], "is no list of arguments") }
    }

    private static func modules(_ term: ErlangTerm) throws(ScriptFault) -> [Atom] {
        var names: [Atom] = []
        if let elements = term.list { names.reserveCapacity(elements.count) }
        try eachElement(term) { (element) throws(ScriptFault) in names.append(try module(element)) }
        return names
    }

    private static func module(_ term: ErlangTerm) throws(ScriptFault) -> Atom {
        guard let name = term.atom else { throw bad("module", term, "is no module's name") }
        return name
    }

    private static func application(_ term: ErlangTerm) throws(ScriptFault) -> Atom {
        guard let name = term.atom else { throw bad("application", term, "is no application's name") }
        return name
    }

    private static func startType(_ term: ErlangTerm) throws(ScriptFault) -> Release.StartType {
        guard let type = term.atom.flatMap({ Release.StartType(rawValue: $0.name) }) else {
            throw bad("start_type", term, "is no start type")
        }
        return type
    }

    private static func purges(_ terms: ArraySlice<ErlangTerm>) throws(ScriptFault) -> Purges {
        let methods = try terms.map(purge)
        return Purges(before: methods[0], after: methods[1])
    }

    private static func purge(_ term: ErlangTerm) throws(ScriptFault) -> Purges.Method {
        switch term {
        case .atom("soft_purge"): return .soft
        case .atom("brutal_purge"): return .brutal
        default: throw bad("purge_method", term, "is neither soft_purge nor brutal_purge")
        }
    }

    /// The timeout, or nil if it is the default one.
    private static func timeout(_ term: ErlangTerm) throws(ScriptFault) -> ErlangTerm? {
        switch term {
        case .integer(let value) where value > 0: return term
        case .bigInteger(let value) where value > 0: return term
        case .atom("infinity"): return term
        case .atom("default"): return nil
        default: throw bad("timeout", term, "is no timeout")
        }
    }

    private static func eachElement(
        _ term: ErlangTerm, _ check: (ErlangTerm) throws(ScriptFault) -> Void
    ) throws(ScriptFault) {
        switch term {
        case .list(let elements):
            for element in elements { try check(element) }
        case .improperList(let elements, _):
            for element in elements { try check(element) }
            throw ScriptFault(functionClause: "the list \(shown(term)) is improper")
        default:
            throw noList(term)
        }
    }

    private static func noList(_ term: ErlangTerm) -> ScriptFault { bad("list", term, "is no list") }

    private static func isAnyList(_ term: ErlangTerm) -> Bool {
        switch term {
        case .list, .improperList: true
        default: false
        }
    }

    private static func bad(_ what: String, _ term: ErlangTerm, _ sentence: String) -> ScriptFault {
        ScriptFault(Atom("bad_\(what)"), term, "\(shown(term)) \(sentence)")
    }
}
