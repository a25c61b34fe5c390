internal import BeamFiles
internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
internal import Relups

/// Finds processes whose state a script means to convert but that release_handler does not reach.
struct ReachedProcessesCheck: ScriptCheck {
    static let notReached = FindingKind(
        "process-not-reached", .warning,
        "The script converts the state of a module's processes, and release_handler does not find them: it descends "
            + "only into children of type supervisor, and recognises a process by the modules that its child "
            + "specification names (`dynamic` for event managers). Their state stays as it was, under the new code.",
        advice: "correct the child specification in an upgrade before this one (type => supervisor, modules => "
            + "[Module]), or restart the child in the appup")
    static let notSeen = FindingKind(
        "process-not-seen", .warning,
        "The script converts the state of a module's processes, and the code does not show whether release_handler "
            + "finds them: no child specification that can be read names the module.",
        advice: "try it on the node: relup-install --check lists the processes that the upgrade will reach")
    static let topProcess = FindingKind(
        "top-process-not-supervisor", .error,
        "`start/2` of an application returns a process that is not a supervisor. `suspend` and `stop` ask the top "
            + "process of every application for its children: this one does not answer, and the node restarts.",
        advice: "let start/2 return a supervisor, in a release that you restart into")
    static let topNotSeen = FindingKind(
        "top-process-not-seen", .warning,
        "The code does not show whether `start/2` of an application returns a supervisor. `suspend` and `stop` ask "
            + "the top process of every application for its children, and the node restarts if one does not answer.",
        advice: "try it on the node: relup-install --check asks every top process")
    static let kinds = [notReached, notSeen, topProcess, topNotSeen]

    func findings(in script: CheckedScript) -> [Finding] {
        if script.restartsEmulator { return [] }
        let starts = script.isUp ? script.diff.baseStarts : script.diff.targetStarts
        let walks = script.steps.contains { !$0.suspendedModules.isEmpty || !$0.stoppedModules.isEmpty }
        return (walks ? topProcesses(starts, script) : []) + processes(SupervisionTree(starts), script)
    }

    private func topProcesses(_ starts: ReleaseStarts, _ script: CheckedScript) -> [Finding] {
        let started = Set(script.from.release.applications.filter { $0.type.isStarted }.map(\.name))
        return starts.applications.compactMap { application in
            guard started.contains(application.application) else { return nil }
            let name = application.application
            switch application.start {
            case .known(.supervisor): return nil
            case .known(.process(let function)):
                return script.finding(
                    Self.topProcess, name.name, "'\(application.module)' starts '\(name)' with '\(function)'")
            case .known(.call), .unknown:
                if Self.withSupervisor.contains(name) { return nil }
                return script.finding(
                    Self.topNotSeen, name.name,
                    "what start/2 of '\(application.module)' returns cannot be read from its code")
            }
        }
    }

    /// Applications of OTP 25 and Elixir whose top process is known to be a supervisor, even if a release has no
    /// readable code of them.
    private static let withSupervisor: Set<Atom> = [
        "diameter", "eldap", "elixir", "ex_unit", "ftp", "iex", "inets", "kernel", "logger", "megaco", "mix", "mnesia",
        "observer", "os_mon", "runtime_tools", "sasl", "snmp", "ssh", "ssl", "tftp",
    ]

    private func processes(_ tree: SupervisionTree, _ script: CheckedScript) -> [Finding] {
        var met: Set<Atom> = []
        let unseen = tree.unseen.sorted().prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return script.steps.flatMap(\.convertedModules).filter { met.insert($0).inserted }.compactMap { module in
            // The newer code converts, up and down. If it changes nothing, nothing is lost.
            guard let facts = script.isUp ? script.after[module] : script.before[module], !facts.isSupervisor,
                facts.codeChanges.contains(where: { !$0.isIdentity })
            else { return nil }
            if tree.named.contains(module) { return nil }
            if let reason = tree.hidden[module] {
                return script.finding(
                    Self.notReached, module.name, "processes of '\(module)' are not reached: \(reason)")
            }
            if facts.behaviours.contains("gen_event") {
                if tree.asksProcesses { return nil }
                return script.finding(
                    Self.notReached, module.name,
                    "handlers of '\(module)' are not reached: no child specification says modules => dynamic")
            }
            // Phoenix starts a channel by what its module says of itself.
            let startsItself = tree.startsChildrenOfModules || facts.behaviours.contains("Elixir.Phoenix.Channel")
            if startsItself && facts.childSpecification != nil { return nil }
            let reason = unseen.isEmpty ? "" : "; those of \(unseen) cannot be read"
            return script.finding(
                Self.notSeen, module.name, "no child specification names '\(module)'\(reason)")
        }
    }
}
