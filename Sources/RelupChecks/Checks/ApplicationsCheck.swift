internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases

/// Finds added applications that are not started, and removed ones that are not stopped.
struct ApplicationsCheck: ScriptCheck {
    static let notStarted = FindingKind(
        "application-not-started", .error,
        "An application is new in the release that the script leads to, and no instruction starts it, or loads it "
            + "where the release says so. release_handler itself starts nothing.",
        advice: "make the relup anew, or add {apply,{application,start,[Application,Type]}}")
    static let startedEarly = FindingKind(
        "application-started-early", .error,
        "An application is started before all of its modules are loaded.",
        advice: "move the application:start behind the loads of the application's modules")
    static let notStopped = FindingKind(
        "application-not-stopped", .error,
        "The release that the script leads to does not have an application any more, and no instruction stops it.",
        advice: "make the relup anew, or add {apply,{application,stop,[Application]}}")
    static let removedEarly = FindingKind(
        "application-stopped-late", .error,
        "Modules of an application are removed before it is stopped: its processes run code that is gone.",
        advice: "move the application:stop before the removes of the application's modules")
    static let notUnloaded = FindingKind(
        "application-not-unloaded", .warning,
        "An application that is gone is stopped and stays known to the application controller.",
        advice: "add {apply,{application,unload,[Application]}} behind the removes of its modules")
    static let kinds = [notStarted, startedEarly, notStopped, removedEarly, notUnloaded]

    func findings(in way: Way) -> [Finding] {
        if way.restartsEmulator { return [] }
        var findings: [Finding] = []
        for application in way.diff.applications {
            let name = application.name
            if way.version(of: application, after: false) == nil {
                findings += added(name, modules: Set(application.modules.added + application.modules.removed), way)
            } else if way.version(of: application, after: true) == nil {
                findings += removed(name, modules: Set(application.modules.added + application.modules.removed), way)
            }
        }
        return findings
    }

    private func added(_ name: Atom, modules: Set<Atom>, _ way: Way) -> [Finding] {
        guard let entry = way.to.release.applications.first(where: { $0.name == name }), entry.type != .none,
            !Self.isIncluded(name, way)
        else { return [] }
        let starts = places(
            of: entry.type == .load ? ["load"] : ["start", "ensure_started", "ensure_all_started"], name, way)
        guard let start = starts.first else {
            let verb = entry.type == .load ? "loads" : "starts"
            return [way.finding(Self.notStarted, name.name, "no instruction \(verb) '\(name)'")]
        }
        guard entry.type != .load, let last = loads(way).filter({ modules.contains($0.module) }).map(\.index).max(),
            last > start
        else { return [] }
        return [way.finding(Self.startedEarly, at: start, "'\(name)' is started before all of its code is loaded")]
    }

    private func removed(_ name: Atom, modules: Set<Atom>, _ way: Way) -> [Finding] {
        guard let entry = way.from.release.applications.first(where: { $0.name == name }), entry.type != .none,
            !Self.isIncluded(name, way)
        else { return [] }
        var findings: [Finding] = []
        if entry.type != .load {
            guard let stop = places(of: ["stop"], name, way).first else {
                return [way.finding(Self.notStopped, name.name, "no instruction stops '\(name)'")]
            }
            let removes = way.steps.indices.filter {
                if case .remove(let module, _) = way.steps[$0] { modules.contains(module) } else { false }
            }
            if let first = removes.first, first < stop {
                findings.append(
                    way.finding(Self.removedEarly, at: stop, "'\(name)' is stopped after its modules are removed"))
            }
        }
        if places(of: ["unload"], name, way).isEmpty {
            findings.append(way.finding(Self.notUnloaded, name.name, "no instruction unloads '\(name)'"))
        }
        return findings
    }

    private func loads(_ way: Way) -> [(module: Atom, index: Int)] {
        way.steps.enumerated().compactMap { index, step in
            if case .load(let module, _) = step { (module, index) } else { nil }
        }
    }

    private func places(of functions: [Atom], _ application: Atom, _ way: Way) -> [Int] {
        way.calls.filter { _, call in
            call.module == "application" && functions.contains(call.function)
                && Self.names(call.arguments.first, application)
        }.map(\.index)
    }

    /// Whether an argument is the application, its resource `{application, Name, Properties}`, or a list with it.
    private static func names(_ argument: ErlangTerm?, _ application: Atom) -> Bool {
        guard let argument else { return false }
        return argument == .atom(application) || argument.tuple?.dropFirst().first == .atom(application)
            || argument.list?.contains(.atom(application)) ?? false
    }

    /// Included applications are started by those that include them.
    private static func isIncluded(_ name: Atom, _ way: Way) -> Bool {
        [way.from, way.to].contains { release in
            release.applications.contains { $0.includedApplications.contains(name) }
        }
    }
}
