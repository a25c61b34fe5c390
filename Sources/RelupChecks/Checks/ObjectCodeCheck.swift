internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds code that cannot be loaded: it is not read before the point of no return, or not where it is.
struct ObjectCodeCheck: ScriptCheck {
    static let notRead = FindingKind(
        "load-without-object-code", .error,
        "A module is loaded, but no `load_object_code` before the point of no return has read it, or it was loaded "
            + "already. release_handler does not check that in advance: the node restarts when it reaches the "
            + "instruction.",
        advice: "name the module in a load_object_code before point_of_no_return, once for each load")
    static let wrongVersion = FindingKind(
        "wrong-library-version", .error,
        "`load_object_code` names an application in a different version than the release that the script leads to "
            + "has. release_handler returns `bad_lib_vsn`.",
        advice: "make the relup again from these releases")
    static let noLibrary = FindingKind(
        "no-such-library", .error,
        "`load_object_code` names an application that is not in the release that the script leads to.",
        advice: "make the relup again from these releases")
    static let noFile = FindingKind(
        "no-such-module-file", .error,
        "`load_object_code` names a module that the application does not have. release_handler returns `no_such_file`.",
        advice: "correct the name of the module, or the application that it is read from")
    static let kinds = [notRead, wrongVersion, noLibrary, noFile]

    func findings(in script: CheckedScript) -> [Finding] {
        var libraries: [Atom: Library] = [:]
        let diffs = Dictionary(script.diff.applications.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var read: [Atom: Int] = [:]
        var findings: [Finding] = []
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .loadObjectCode(let code):
                let (name, modules) = (code.library, code.modules)
                let version = code.version.string ?? ""
                for module in modules { read[module, default: 0] += 1 }
                guard let application = script.to.application(name) else {
                    findings.append(
                        script.finding(
                            Self.noLibrary, at: index, "'\(name)' is not an application of \(script.to.version)"))
                    continue
                }
                if application.version != version {
                    findings.append(
                        script.finding(
                            Self.wrongVersion, at: index,
                            "'\(name)' is \(application.version) in \(script.to.version), not \(version)"))
                }
                let library = libraries[name] ?? Library(application, diffs[name], script)
                libraries[name] = library
                for module in modules where !library.has(module) {
                    findings.append(script.finding(Self.noFile, at: index, "'\(name)' has no module '\(module)'"))
                }
            case .load(let module, _):
                if let count = read[module], count > 0 {
                    read[module] = count - 1
                } else {
                    findings.append(
                        script.finding(
                            Self.notRead, at: index, "'\(module)' is loaded, but its code was not read before"))
                }
            default: break
            }
        }
        return findings
    }

}

/// The modules of an application that have beams in the release that a script leads to.
private struct Library {
    private let listed: Set<Atom>
    private var there: Set<Atom> = []
    private var lost: Set<Atom> = []
    private var isNew = false

    init(_ application: Application, _ diff: ApplicationDiff?, _ script: CheckedScript) {
        listed = Set(application.modules)
        guard let diff else { return }
        let modules = diff.modules
        there = Set(modules.changed + (script.isUp ? modules.added : modules.removed))
        lost = Set(script.isUp ? modules.removed : modules.added)
        isNew = script.version(of: diff, after: false) == nil
    }

    func has(_ module: Atom) -> Bool {
        there.contains(module) || listed.contains(module) && !lost.contains(module) && !isNew
    }
}
