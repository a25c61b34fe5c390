internal import ErlangTerms
internal import Releases
internal import Relups

/// Finds applications whose folder the node cannot find after the script.
struct CodePathsCheck: ScriptCheck {
    static let notAdded = FindingKind(
        "code-path-not-added", .error,
        "The release that the script leads to has a new application, but no `load_object_code` names it, so its "
            + "folder is not in the code path. `application:load` and `application:start` do not find it, which "
            + "release_handler ignores.",
        advice: "let relup-modify move the code paths, or add {load_object_code,{Application,Version,[]}}")
    static let kinds = [notAdded]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        var named: Set<Atom> = []
        for case .loadObjectCode(let code) in script.steps { named.insert(code.library) }
        let before = Set(script.from.release.applications.map(\.name))
        return script.to.release.applications.filter { !before.contains($0.name) && !named.contains($0.name) }.map {
            script.finding(Self.notAdded, $0.name.name, "nothing brings the folder of '\($0.name)' into the code path")
        }
    }
}
