internal import ErlangTerms

/// Checks that instructions which belong together are all there. As `systools_rc:check_script/2`, OTP 25.2.
///
/// OTP also means to check that code is only changed in suspended processes, but never finds one that is not: it looks
/// for a tuple where a list stands. Here this is not checked at all.
enum ScriptChecks {
    static func check(before: [Sourced<RelupInstruction>], after: [Sourced<RelupInstruction>]) throws(ScriptFault) {
        try checkLoads(before, after)
        try checkPair(after, .suspend, .resume, "suspended_not_resumed", "resumed_not_suspended")
        try checkPair(after, .start, .stop, "start_not_stop", "stop_not_start")
    }

    /// Every `load` needs a `load_object_code` of its module.
    private static func checkLoads(
        _ before: [Sourced<RelupInstruction>], _ after: [Sourced<RelupInstruction>]
    ) throws(ScriptFault) {
        var modules: Set<Atom> = []
        for case .objectCode(let code) in before.lazy.map(\.instruction) { modules.formUnion(code.modules) }
        for sourced in after {
            guard case .load(let module, _) = sourced.instruction, !modules.contains(module) else { continue }
            throw ScriptFault(
                "no_object_code", .atom(module), "module '\(module)' is loaded without load_object_code",
                script: sourced.script)
        }
    }

    /// Modules of each of two instructions must be modules of the other.
    private static func checkPair(
        _ instructions: [Sourced<RelupInstruction>], _ first: RelupInstruction.ProcessAction,
        _ second: RelupInstruction.ProcessAction, _ onlyFirst: Atom, _ onlySecond: Atom
    ) throws(ScriptFault) {
        var modules: [RelupInstruction.ProcessAction: [(module: Atom, script: Int)]] = [:]
        for sourced in instructions {
            guard case .processes(let action, let names, _) = sourced.instruction else { continue }
            modules[action, default: []] += names.map { ($0, sourced.script) }
        }
        for (action, other, tag) in [(first, second, onlyFirst), (second, first, onlySecond)] {
            let others = Set((modules[other] ?? []).map(\.module))
            let alone = (modules[action] ?? []).filter { !others.contains($0.module) }
            guard let script = alone.first?.script else { continue }
            let names = alone.map { "'\($0.module)'" }.joined(separator: ", ")
            throw ScriptFault(
                tag, .atoms(alone.map(\.module)), "\(action.rawValue) without \(other.rawValue): \(names)",
                script: script)
        }
    }
}
