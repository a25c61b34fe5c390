internal import ErlangTerms
internal import Relups

/// Has a script move the code path of each application that is new or has another version.
///
/// At the point of no return, release_handler moves the paths of applications that a `load_object_code` names. It also
/// moves those of applications that the previous release has in another version, if it knows that release's libraries.
/// It does not find a new application without modules, because no script reads its code: `{load_object_code, {App, Vsn,
/// []}}` moves its path. release_handler never removes a path: `{apply, {code, del_path, [App]}}` does.
struct MoveCodePaths: ScriptEdit {
    /// The version of each application, by version of the release.
    let applications: [String: [Atom: String]]

    func apply(to script: inout ScriptModification) {
        guard let up = applications[script.upVersion], let down = applications[script.downVersion] else { return }
        let (before, after) = script.direction == .up ? (down, up) : (up, down)
        var named: Set<Atom> = []
        for case .loadObjectCode(let code) in script.list.elements { named.insert(code.library) }
        let moved = after.filter { before[$0.key] != $0.value && !named.contains($0.key) }.keys.sorted()
        let reads = moved.map { name in
            LowLevelInstruction.loadObjectCode(
                ObjectCode(library: name, version: .string(after[name] ?? ""), modules: []))
        }
        if !reads.isEmpty { script.list.insert(reads.map(\.term), at: .afterLoadObjectCode) }
        let removals = before.keys.filter { after[$0] == nil }.sorted().map { name in
            LowLevelInstruction.apply(.init("code", "del_path", [.atom(name)]))
        }
        if !removals.isEmpty { script.list.insert(removals.map(\.term), at: .append) }
    }
}
