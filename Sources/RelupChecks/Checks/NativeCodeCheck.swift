internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds modules with native functions that are loaded again, and native libraries that differ.
struct NativeCodeCheck: ScriptCheck {
    static let module = FindingKind(
        "native-code-changed", .warning,
        "A module that loads a native library (NIF) is loaded again. The library must allow that (`upgrade` in its "
            + "entry), or the module's on_load fails and the node restarts.",
        advice: "try the upgrade on a copy of the system, or restart into the target release")
    static let library = FindingKind(
        "native-library-changed", .warning,
        "A native library below `priv` differs. It is only used when its module is loaded again or the node restarts.",
        advice: "make sure that the module that loads it is loaded again, and try the upgrade on a copy of the system")
    static let kinds = [module, library]

    func findings(in script: CheckedScript) -> [Finding] {
        script.diff.applications.flatMap { application -> [Finding] in
            // If the version stays, so does the library: UnchangedVersionCheck reports it.
            guard application.isInBoth, application.change != .unchanged else { return [] }
            let modules = application.changedModules.filter { $0.base.loadsNIF || $0.target.loadsNIF }.map(\.name.name)
            return [
                finding(Self.module, modules, "loads native code", "load native code", application, script),
                finding(Self.library, application.nativeLibraries, "differs", "differ", application, script),
            ].compactMap { $0 }
        }
    }

    /// One finding for all modules or libraries of an application.
    private func finding(
        _ kind: FindingKind, _ names: [String], _ verb: String, _ verbOfMany: String, _ application: ApplicationDiff,
        _ script: CheckedScript
    ) -> Finding? {
        guard !names.isEmpty else { return nil }
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return script.finding(
            kind, names.count == 1 ? names[0] : application.name.name, "\(list) \(names.count == 1 ? verb : verbOfMany)"
        )
    }
}
