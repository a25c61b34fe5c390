internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Relups

/// Reports the functions that a script calls, and finds those that are missing when the script gets there.
struct ApplyCheck: ScriptCheck {
    static let noModule = FindingKind(
        "apply-unknown-module", .error,
        "An `apply` calls a module that neither release has. Before the point of no return the upgrade fails; after "
            + "it the node restarts.",
        advice: "correct the module's name, or add its application to the release")
    static let notLoaded = FindingKind(
        "apply-not-loaded", .error,
        "An `apply` calls a module that is not loaded at that point: the script loads it later, or has removed it.",
        advice: "move the apply after the load of the module, or before its remove")
    static let noFunction = FindingKind(
        "apply-unknown-function", .error,
        "An `apply` calls a function that the code loaded at that point does not export: the old code before the "
            + "module's load, the new code after it.",
        advice: "correct the function or the number of its arguments, or move the apply after the module's load")
    static let runsCode = FindingKind(
        "apply-runs-code", .info,
        "An `apply` runs code of someone's choice on the node, with all rights of the node. Calls that relup's own "
            + "tools make are not reported. If the release brings a file `relup.modification`, which relup-modify uses "
            + "unless it is told otherwise, a call of a module that the file names is a warning: whoever built the "
            + "release chose it.",
        advice: "read the call, and find out who put it into which appup or modification")
    static let kinds = [noModule, notLoaded, noFunction, runsCode]

    /// What `systools` and generated appups call.
    private static let ordinary: Set<ExternalFunction> = [
        ExternalFunction("application", "start", 2), ExternalFunction("application", "stop", 1),
        ExternalFunction("application", "load", 1), ExternalFunction("application", "unload", 1),
        ExternalFunction("supervisor", "restart_child", 2), ExternalFunction("supervisor", "terminate_child", 2),
        ExternalFunction("code", "del_path", 1), ExternalFunction("supervisor", "delete_child", 2),
        ExternalFunction("supervisor", "start_child", 2),
    ]

    func findings(in script: CheckedScript) -> [Finding] {
        var code = LoadedCode(script)
        var findings: [Finding] = []
        let chosen = script.diff.relupModules.file.map(Self.atoms) ?? []
        for (index, step) in script.steps.enumerated() {
            if case .apply(let call) = step {
                if let finding = finding(script, index, call, code) { findings.append(finding) }
                let function = ExternalFunction(call.module, call.function, call.arguments.count)
                if !Self.ordinary.contains(function) && !call.isOwn {
                    let message = "'\(function)' is called"
                    findings.append(
                        chosen.contains(call.module)
                            ? script.finding(
                                Self.runsCode, at: index, "\(message), which relup.modification of the release names"
                            ).asWarning(Self.runsCode.advice)
                            : script.finding(Self.runsCode, at: index, message))
                }
            }
            code.run(step)
        }
        return findings
    }

    /// The atoms in a modification file; none in one that relup-modify cannot read either.
    private static func atoms(_ file: [UInt8]) -> Set<Atom> {
        var atoms: Set<Atom> = []
        for term in (try? TermTextReader.terms(in: file, file: "relup.modification")) ?? [] {
            _ = term.contains { term in
                if let atom = term.atom { atoms.insert(atom) }
                return false
            }
        }
        return atoms
    }

    private func finding(
        _ script: CheckedScript, _ index: Int, _ call: LowLevelInstruction.Call, _ code: LoadedCode
    ) -> Finding? {
        let function = ExternalFunction(call.module, call.function, call.arguments.count)
        let shown = "\(call.module):\(call.function)/\(call.arguments.count)"
        guard code[call.module] != .none else {
            let isKnown =
                script.from.modules.contains(call.module) || script.to.modules.contains(call.module)
                || script.before[call.module] != nil || script.after[call.module] != nil
                || script.loads(of: call.module).contains { $0 > index }
            return isKnown
                ? script.finding(Self.notLoaded, at: index, "'\(shown)' is called while '\(call.module)' is not loaded")
                : script.finding(
                    Self.noModule, at: index, "'\(shown)' is called, and no application has '\(call.module)'")
        }
        guard code.exports(function) == false else { return nil }
        let which =
            switch code[call.module] {
            case .old: "the code of \(script.from.version), which is loaded here,"
            case .new: "the code of \(script.to.version), which is loaded here,"
            default: "the code that the relup carries"
            }
        return script.finding(Self.noFunction, at: index, "\(which) does not export '\(shown)'")
    }
}
