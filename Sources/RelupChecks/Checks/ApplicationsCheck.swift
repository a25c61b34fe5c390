internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds added applications that are not started, and removed ones that are not stopped.
struct ApplicationsCheck: ScriptCheck {
    static let notStarted = FindingKind(
        "application-not-started", .error,
        "The release that the script leads to starts an application, but the script does not: the application is new, "
            + "only this release starts it, or the script stops it. release_handler itself starts nothing.",
        advice: "make the relup again, or add {apply,{application,start,[Application,Type]}}")
    static let dependency = FindingKind(
        "application-before-dependency", .error,
        "An application is started before another one that it needs. `application:start` returns `not_started`, which "
            + "release_handler ignores: the upgrade succeeds and the application does not run.",
        advice: "let relup-modify order the applications, or put it after those that it needs in the .rel file")
    static let dependent = FindingKind(
        "application-stopped-under-dependent", .warning,
        "An application is stopped before another one that needs it. Processes of the other one may fail in between; "
            + "if its supervisor gives up and it is permanent, the node ends.",
        advice: "let relup-modify order the applications, or first stop the one that needs the other")
    static let startedEarly = FindingKind(
        "application-started-early", .error,
        "An application is started before all of its modules are loaded.",
        advice: "move the application:start after the loads of the application's modules")
    static let notStopped = FindingKind(
        "application-not-stopped", .error,
        "The release that the script leads to no longer has an application, and no instruction stops it.",
        advice: "make the relup again, or add {apply,{application,stop,[Application]}}")
    static let removedEarly = FindingKind(
        "application-stopped-late", .error,
        "Modules of an application are removed before it is stopped: its processes run code that is gone.",
        advice: "move the application:stop before the removes of the application's modules")
    static let notUnloaded = FindingKind(
        "application-not-unloaded", .warning,
        "An application that is gone is stopped, but the application controller still knows it.",
        advice: "add {apply,{application,unload,[Application]}} after the removes of its modules")
    static let notRestarted = FindingKind(
        "application-not-restarted", .warning,
        "The script stops an application that the release does not start itself: its type in the .rel is `load` or "
            + "`none`, so that `restart_application` stops it and starts nothing. If other code started it, it does not "
            + "run after the upgrade.",
        advice: "give it the type permanent in the .rel, or let its appup load the modules instead of restarting it")
    static let kinds = [
        notRestarted, notStarted, dependency, dependent, startedEarly, notStopped, removedEarly, notUnloaded,
    ]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let places = Places(script)
        var findings = started(script, places)
        for application in script.diff.applications {
            let name = application.name
            let modules = application.addedModules.map(\.name) + application.removedModules.map(\.name)
            if script.version(of: application, after: false) == nil {
                findings += added(name, modules: Set(modules), script, places)
            } else if script.version(of: application, after: true) == nil {
                findings += removed(name, modules: Set(modules), script, places)
            }
        }
        return findings
    }

    /// Follows which applications run, instruction by instruction.
    private func started(_ script: CheckedScript, _ places: Places) -> [Finding] {
        var pairs: Set<[Atom]> = []
        var running = Set(script.from.release.applications.filter { $0.type.isStarted }.map(\.name))
        var findings: [Finding] = []
        for (index, call) in script.calls where call.module == "application" {
            let names = Self.names(call.arguments.first)
            switch call.function {
            case "start", "ensure_started":
                for name in names {
                    for needed in Self.needed(by: name, in: script.to) where !running.contains(needed) {
                        findings.append(
                            script.finding(Self.dependency, at: index, "'\(name)' is started before '\(needed)'"))
                    }
                }
                running.formUnion(names)
            case "ensure_all_started":
                var new = names
                while let name = new.popLast() {
                    if running.insert(name).inserted { new += Self.needed(by: name, in: script.to) }
                }
            case "stop":
                findings += dependents(of: names, stoppedBehind: index, script, places, &pairs)
                running.subtract(names)
            default: break
            }
        }
        let stopped = Set(
            script.calls.filter { $0.call.calls("application", "stop") }.flatMap { Self.names($0.call.arguments.first) }
        )
        for entry in script.to.release.applications where !entry.type.isStarted && stopped.contains(entry.name) {
            guard !running.contains(entry.name), !places.included.contains(entry.name) else { continue }
            findings.append(
                script.finding(
                    Self.notRestarted, entry.name.name,
                    "'\(entry.name)' is of type \(entry.type.rawValue): the script stops it and does not restart it"))
        }
        for entry in script.to.release.applications where entry.type.isStarted && !running.contains(entry.name) {
            guard !places.included.contains(entry.name) else { continue }
            findings.append(
                script.finding(
                    Self.notStarted, entry.name.name,
                    "'\(entry.name)' runs in \(script.to.version), and is not started or not after its last stop"))
        }
        return findings
    }

    /// The applications that run in the previous release, need one of the given ones, and stop later.
    private func dependents(
        of names: [Atom], stoppedBehind index: Int, _ script: CheckedScript, _ places: Places,
        _ known: inout Set<[Atom]>
    ) -> [Finding] {
        let later = names.flatMap { name in
            (places.users[name] ?? []).compactMap { user in
                guard user != name, let last = places.of("stop", user).last, last > index,
                    known.insert([name, user]).inserted
                else { return nil as (place: Int, user: Atom, name: Atom)? }
                return (last, user, name)
            }
        }
        return later.sorted { $0.place < $1.place }.map { _, user, name in
            script.finding(Self.dependent, at: index, "'\(name)' is stopped before '\(user)', which needs it")
        }
    }

    /// The applications that must run before an application starts. As `application_controller:check_start_cond/4`, OTP
    /// 25.2.
    fileprivate static func needed(by name: Atom, in release: CheckedRelease) -> [Atom] {
        guard let application = release.application(name) else { return [] }
        let optional = Set(application.optionalApplications)
        return application.applications.filter { !optional.contains($0) }
    }

    private func added(
        _ name: Atom, modules: Set<Atom>, _ script: CheckedScript, _ places: Places
    ) -> [Finding] {
        guard let entry = places.toEntries[name], entry.type != .none,
            !places.included.contains(name)
        else { return [] }
        if entry.type == .load {
            return places.of("load", name).isEmpty
                ? [script.finding(Self.notStarted, name.name, "no instruction loads '\(name)'")] : []
        }
        let starts = ["start", "ensure_started", "ensure_all_started"].compactMap { places.of(Atom($0), name).first }
        guard let start = starts.min(), let last = modules.compactMap({ script.loads(of: $0).last }).max(),
            last > start
        else { return [] }
        return [script.finding(Self.startedEarly, at: start, "'\(name)' is started before all of its code is loaded")]
    }

    private func removed(
        _ name: Atom, modules: Set<Atom>, _ script: CheckedScript, _ places: Places
    ) -> [Finding] {
        guard let entry = places.fromEntries[name], entry.type != .none,
            !places.included.contains(name)
        else { return [] }
        var findings: [Finding] = []
        if entry.type != .load {
            guard let stop = places.of("stop", name).first else {
                return [script.finding(Self.notStopped, name.name, "no instruction stops '\(name)'")]
            }
            if let first = modules.compactMap({ places.removes[$0] }).min(), first < stop {
                findings.append(
                    script.finding(Self.removedEarly, at: stop, "'\(name)' is stopped after its modules are removed"))
            }
        }
        if places.of("unload", name).isEmpty {
            findings.append(script.finding(Self.notUnloaded, name.name, "no instruction unloads '\(name)'"))
        }
        return findings
    }

    /// The applications that an argument names: one, its resource `{application, Name, Properties}`, or a list.
    fileprivate static func names(_ argument: ErlangTerm?) -> [Atom] {
        guard let argument else { return [] }
        return ([argument, argument.tuple?.dropFirst().first] + (argument.list ?? [])).compactMap { $0?.atom }
    }
}

/// Where a script does what to which application, so that it is searched once.
private struct Places {
    let fromEntries: [Atom: Release.Entry]
    let toEntries: [Atom: Release.Entry]
    /// Applications that others include, which start them.
    let included: Set<Atom>
    /// The applications that need one, in the release before the script.
    let users: [Atom: [Atom]]
    /// The first remove of each module.
    let removes: [Atom: Int]
    private let calls: [Atom: [Atom: [Int]]]

    init(_ script: CheckedScript) {
        func entries(_ release: CheckedRelease) -> [Atom: Release.Entry] {
            Dictionary(release.release.applications.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
        (fromEntries, toEntries) = (entries(script.from), entries(script.to))
        included = Set([script.from, script.to].flatMap { $0.applications.flatMap(\.includedApplications) })
        var users: [Atom: [Atom]] = [:]
        for application in script.from.applications {
            for needed in Set(ApplicationsCheck.needed(by: application.name, in: script.from)) {
                users[needed, default: []].append(application.name)
            }
        }
        self.users = users
        var calls: [Atom: [Atom: [Int]]] = [:]
        for (index, call) in script.calls where call.module == "application" {
            for name in Set(ApplicationsCheck.names(call.arguments.first)) {
                calls[name, default: [:]][call.function, default: []].append(index)
            }
        }
        self.calls = calls
        var removes: [Atom: Int] = [:]
        for (index, step) in script.steps.enumerated() {
            if case .remove(let module, _) = step, removes[module] == nil { removes[module] = index }
        }
        self.removes = removes
    }

    /// The indexes of the calls of a function of `application` for an application.
    func of(_ function: Atom, _ application: Atom) -> [Int] { calls[application]?[function] ?? [] }
}
