internal import ErlangTerms

/// Reads the instructions of relups, with the faults that `systools_rc:check_op/1`, OTP 25.2, reports.
///
/// Reads the parts in OTP's order, because the first fault counts.
enum LowLevelSyntax {
    /// The low-level instruction of a term; nil if none has its name and size.
    static func instruction(_ term: ErlangTerm) throws(ScriptFault) -> LowLevelInstruction? {
        switch term {
        case .atom("point_of_no_return"): return .pointOfNoReturn
        case .atom("restart_new_emulator"): return .restartNewEmulator
        case .atom("restart_emulator"): return .restartEmulator
        case .tuple(let parts):
            guard let name = parts.first?.atom else { return nil }
            return try instruction(name, parts, term)
        default: return nil
        }
    }

    private static func instruction(
        _ name: Atom, _ parts: [ErlangTerm], _ term: ErlangTerm
    ) throws(ScriptFault) -> LowLevelInstruction? {
        switch (name.name, parts.count) {
        case ("load_object_code", 2):
            return try triple(parts[1]).map { (parts) throws(ScriptFault) in .loadObjectCode(try objectCode(parts)) }
        case ("load", 2):
            return try purged(parts[1]).map { .load($0, $1) }
        case ("remove", 2):
            return try purged(parts[1]).map { .remove($0, $1) }
        case ("purge", 2): return .purge(try TermSyntax.modules(parts[1]))
        case ("suspend", 2): return .suspend(try suspensions(parts[1]))
        case ("resume", 2): return .resume(try TermSyntax.modules(parts[1]))
        case ("stop", 2): return .stop(try TermSyntax.modules(parts[1]))
        case ("start", 2): return .start(try TermSyntax.modules(parts[1]))
        case ("code_change", 2), ("code_change", 3): return try codeChange(parts)
        case ("apply", 2):
            return try triple(parts[1]).map { (parts) throws(ScriptFault) in
                // With an improper list of arguments it is not a call, which systools overlooks.
                try call(parts).map { .apply($0) } ?? .unknown(term)
            }
        case ("sync_nodes", 3):
            guard let function = triple(parts[2]) else {
                return .syncNodes(id: parts[1], .nodes(try nodes(parts[2])))
            }
            return try call(function).map { .syncNodes(id: parts[1], .call($0)) } ?? .unknown(term)
        default: return nil
        }
    }

    private static func triple(_ term: ErlangTerm) -> [ErlangTerm]? {
        guard let parts = term.tuple, parts.count == 3 else { return nil }
        return parts
    }

    private static func objectCode(_ parts: [ErlangTerm]) throws(ScriptFault) -> ObjectCode {
        guard let library = parts[0].atom else { throw ScriptFault(bad: "lib", parts[0], "is not a library's name") }
        guard TermSyntax.isAnyList(parts[1]) else {
            throw ScriptFault(bad: "lib_vsn", parts[1], "is not a library's version")
        }
        return ObjectCode(library: library, version: parts[1], modules: try TermSyntax.modules(parts[2]))
    }

    /// `{Module, PrePurge, PostPurge}`.
    private static func purged(_ term: ErlangTerm) throws(ScriptFault) -> (Atom, Purges)? {
        guard let parts = triple(term) else { return nil }
        let module = try TermSyntax.module(parts[0])
        return (module, try TermSyntax.purges(parts[1...2]))
    }

    private static func codeChange(_ parts: [ErlangTerm]) throws(ScriptFault) -> LowLevelInstruction {
        let list = parts[parts.count - 1]
        guard TermSyntax.isAnyList(list) else { throw TermSyntax.noList(list) }
        var direction: ScriptDirection?
        if parts.count == 3 {
            direction = parts[1].atom.flatMap { ScriptDirection(rawValue: $0.name) }
            guard direction != nil else { throw ScriptFault(bad: "mode", parts[1], "is neither up nor down") }
        }
        var changes: [LowLevelInstruction.StateChange] = []
        try TermSyntax.eachElement(list) { (change) throws(ScriptFault) in
            guard let pair = change.tuple, pair.count == 2 else {
                throw ScriptFault(bad: "code_change", change, "is not {Module, Extra}")
            }
            changes.append(.init(try TermSyntax.module(pair[0]), extra: pair[1]))
        }
        return .codeChange(direction, changes)
    }

    private static func suspensions(
        _ term: ErlangTerm
    ) throws(ScriptFault) -> [LowLevelInstruction.Suspension] {
        var suspensions: [LowLevelInstruction.Suspension] = []
        try TermSyntax.eachElement(term) { (element) throws(ScriptFault) in
            if let pair = element.tuple, pair.count == 2 {
                let module = try TermSyntax.module(pair[0])
                _ = try TermSyntax.timeout(pair[1])
                suspensions.append(.init(module, timeout: pair[1]))
            } else {
                suspensions.append(.init(try TermSyntax.module(element)))
            }
        }
        return suspensions
    }

    /// `{Module, Function, Arguments}`; nil if the list of arguments is improper, which systools does not call a fault.
    private static func call(_ parts: [ErlangTerm]) throws(ScriptFault) -> LowLevelInstruction.Call? {
        let module = try TermSyntax.module(parts[0])
        guard let function = parts[1].atom else {
            throw ScriptFault(bad: "func", parts[1], "is not a function's name")
        }
        guard TermSyntax.isAnyList(parts[2]) else {
            throw ScriptFault(bad: "args_list", parts[2], "is not a list of arguments")
        }
        return parts[2].list.map { .init(module, function, $0) }
    }

    private static func nodes(_ term: ErlangTerm) throws(ScriptFault) -> [Atom] {
        var nodes: [Atom] = []
        try TermSyntax.eachElement(term) { (node) throws(ScriptFault) in
            guard let name = node.atom else { throw ScriptFault(bad: "node", node, "is not a node") }
            nodes.append(name)
        }
        return nodes
    }
}
