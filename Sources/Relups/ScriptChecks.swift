internal import ErlangTerms

/// Checks that instructions that belong together are all there. As `systools_rc:check_script/2`, OTP 25.2.
///
/// OTP also means to check that only suspended processes change their code. But it never finds one that is not
/// suspended, because it looks for a tuple in place of a list. So this does not check it at all.
enum ScriptChecks {
    static func check(before: [Sourced<AppupInstruction>], after: [Sourced<AppupInstruction>]) throws(ScriptFault) {
        try checkLoads(before, after)
        try checkPair(
            after, ("suspend", \.suspendedModules, "suspended_not_resumed"),
            ("resume", \.resumedModules, "resumed_not_suspended"))
        try checkPair(
            after, ("start", \.startedModules, "start_not_stop"), ("stop", \.stoppedModules, "stop_not_start"))
    }

    /// Every `load` needs a `load_object_code` of its module.
    private static func checkLoads(
        _ before: [Sourced<AppupInstruction>], _ after: [Sourced<AppupInstruction>]
    ) throws(ScriptFault) {
        var modules: Set<Atom> = []
        for case .lowLevel(.loadObjectCode(let code)) in before.lazy.map(\.instruction) {
            modules.formUnion(code.modules)
        }
        for sourced in after {
            guard case .lowLevel(.load(let module, _)) = sourced.instruction, !modules.contains(module) else {
                continue
            }
            throw ScriptFault(
                "no_object_code", .atom(module), "module '\(module)' is loaded without load_object_code",
                script: sourced.script)
        }
    }

    /// The name of an instruction, the modules that it names, and OTP's word for a module without its counterpart.
    private typealias Half = (name: String, modules: (LowLevelInstruction) -> [Atom], alone: Atom)

    /// Modules of either instruction must also be modules of the other.
    private static func checkPair(
        _ instructions: [Sourced<AppupInstruction>], _ first: Half, _ second: Half
    ) throws(ScriptFault) {
        func named(by half: Half) -> [(module: Atom, script: Int)] {
            instructions.flatMap { sourced -> [(module: Atom, script: Int)] in
                guard case .lowLevel(let instruction) = sourced.instruction else { return [] }
                return half.modules(instruction).map { ($0, sourced.script) }
            }
        }
        let modules = (named(by: first), named(by: second))
        for (half, own, other, others) in [
            (first, modules.0, second, modules.1), (second, modules.1, first, modules.0),
        ] {
            let others = Set(others.map(\.module))
            let alone = own.filter { !others.contains($0.module) }
            guard let script = alone.first?.script else { continue }
            let names = alone.map { "'\($0.module)'" }.joined(separator: ", ")
            throw ScriptFault(
                half.alone, .atoms(alone.map(\.module)), "\(half.name) without \(other.name): \(names)",
                script: script)
        }
    }
}
