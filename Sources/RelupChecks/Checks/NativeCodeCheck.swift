internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs

/// Finds modules with native functions that are loaded anew, and native libraries that differ.
struct NativeCodeCheck: ScriptCheck {
    static let module = FindingKind(
        "native-code-changed", .warning,
        "A module that loads a native library (NIF) is loaded again. The library must allow that (`upgrade` in its "
            + "entry), or the module's on_load fails and the node restarts.",
        advice: "try the upgrade on a copy of the system, or restart into the new release")
    static let library = FindingKind(
        "native-library-changed", .warning,
        "A native library below `priv` differs. It is only used when its module is loaded again or the node restarts.",
        advice: "make sure that the module that loads it is loaded again, and try the upgrade on a copy of the system")
    static let kinds = [module, library]

    func findings(in way: Way) -> [Finding] {
        way.diff.applications.flatMap { application -> [Finding] in
            // Where the version stays, so does the library: UnchangedVersionCheck tells of it.
            guard application.isInBoth, application.change != .unchanged else { return [] }
            return application.changedModules.filter { $0.base.loadsNIF || $0.target.loadsNIF }.map {
                way.finding(Self.module, $0.name.name, "'\($0.name)' loads a native library")
            }
                + application.nativeLibraries.map {
                    way.finding(Self.library, application.name.name, "the native library 'priv/\($0)' differs")
                }
        }
    }
}
