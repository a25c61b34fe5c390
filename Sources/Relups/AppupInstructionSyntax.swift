internal import ErlangTerms
internal import Releases

/// Reads the instructions of appups, whose short forms are already expanded. As `systools_rc:check_op/1`, OTP 25.2.
///
/// Reads the parts in OTP's order, because the first fault counts.
enum AppupInstructionSyntax {
    static func instruction(_ term: ErlangTerm) throws(ScriptFault) -> AppupInstruction {
        switch term {
        case .atom("mnesia_backup"):
            throw ScriptFault("not_yet_implemented", term, "mnesia_backup is not implemented")
        case .atom("restart"), .atom("reboot"):
            return .lowLevel(.unknown(term))
        case .tuple(let parts):
            if let name = parts.first?.atom, let instruction = try highLevel(name, parts) { return instruction }
        default: break
        }
        guard let instruction = try LowLevelSyntax.instruction(term) else {
            throw ScriptFault("bad_instruction", term, "\(shown(term)) is not an instruction")
        }
        return .lowLevel(instruction)
    }

    /// The high-level instruction of a tuple, or nil if none has its name and size.
    private static func highLevel(_ name: Atom, _ parts: [ErlangTerm]) throws(ScriptFault) -> AppupInstruction? {
        switch (name.name, parts.count) {
        case ("update", 6...8):
            return .module(try update(parts))
        case ("load_module", 5):
            let module = try TermSyntax.module(parts[1])
            let purges = try TermSyntax.purges(parts[2...3])
            return .module(
                ModuleChange(module: module, kind: .load(purges), dependencies: try TermSyntax.modules(parts[4])))
        case ("add_module", 2...3), ("delete_module", 2...3):
            let kind = name == "add_module" ? ModuleChange.Kind.load(.brutal) : .delete
            let module = try TermSyntax.module(parts[1])
            let dependencies = parts.count == 3 ? try TermSyntax.modules(parts[2]) : []
            return .module(ModuleChange(module: module, kind: kind, dependencies: dependencies))
        case ("add_application", 3):
            return .addApplication(try application(parts[1]), try startType(parts[2]))
        case ("remove_application", 2):
            return .removeApplication(try application(parts[1]))
        case ("restart_application", 2):
            return .restartApplication(try application(parts[1]))
        default:
            return nil
        }
    }

    /// `{update, Module, [[ModuleType,] Timeout,] Change, PrePurge, PostPurge, Modules}`.
    private static func update(_ parts: [ErlangTerm]) throws(ScriptFault) -> ModuleChange {
        let module = try TermSyntax.module(parts[1])
        var isStatic = false
        if parts.count == 8 {
            guard parts[2] == .atom("static") || parts[2] == .atom("dynamic") else {
                throw ScriptFault(bad: "mod_type", parts[2], "is neither static nor dynamic")
            }
            isStatic = parts[2] == .atom("static")
        }
        let rest = Array(parts.suffix(4))
        let timeout = parts.count == 6 ? nil : try TermSyntax.timeout(parts[parts.count - 5])
        let extra = rest[0].tagged("advanced", count: 2)?.first
        guard extra != nil || rest[0] == .atom("soft") else {
            throw ScriptFault(bad: "change", rest[0], "is neither soft nor {advanced, Extra}")
        }
        let purges = try TermSyntax.purges(rest[1...2])
        let kind = ModuleChange.Kind.update(isStatic: isStatic, timeout: timeout, extra: extra, purges: purges)
        return ModuleChange(module: module, kind: kind, dependencies: try TermSyntax.modules(rest[3]))
    }

    private static func application(_ term: ErlangTerm) throws(ScriptFault) -> Atom {
        guard let name = term.atom else { throw ScriptFault(bad: "application", term, "is not an application's name") }
        return name
    }

    private static func startType(_ term: ErlangTerm) throws(ScriptFault) -> Release.StartType {
        guard let type = term.atom.flatMap({ Release.StartType(rawValue: $0.name) }) else {
            throw ScriptFault(bad: "start_type", term, "is not a start type")
        }
        return type
    }
}
