internal import BeamFiles
internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// Finds instructions that walk the supervision tree while a supervisor in it is suspended.
struct SuspendedSupervisorCheck: ScriptCheck {
    static let supervisor = FindingKind(
        "suspended-supervisor", .error,
        "`suspend` and `stop` ask every supervisor for its children. One that is suspended does not answer: "
            + "release_handler ends with `suspended_supervisor`, and after the point of no return the node restarts.",
        advice: "resume the supervisor before the next suspend or stop")
    static let channels = FindingKind(
        "suspend-after-channels", .error,
        "Channels and websockets are suspended, and a `suspend` or `stop` follows. To OTP, connections of cowboy and "
            + "ranch are supervisors, so the later instruction ends with `suspended_supervisor`.",
        advice: "suspend channels after the last suspend and stop: at insert_after_last_suspend")
    static let called = FindingKind(
        "call-of-suspended-supervisor", .error,
        "An `apply` calls a supervisor that is suspended: the call, and the upgrade with it, waits for ever.",
        advice: "move the apply after the resume of the supervisor")
    static let kinds = [supervisor, channels, called]

    func findings(in script: CheckedScript) -> [Finding] {
        // By the name that calls use. Only those that no finding names yet are waiting.
        var suspended: [ErlangTerm: Set<Atom>] = [:]
        var waiting: Set<Atom> = []
        var channels: Int?
        var findings: [Finding] = []
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .suspend:
                note(index)
                for module in step.suspendedModules where script.isSupervisor(module) {
                    if suspended[registeredName(module, script), default: []].insert(module).inserted {
                        waiting.insert(module)
                    }
                }
            case .stop: note(index)
            case .resume(let modules):
                waiting.subtract(modules)
                for module in modules { suspended[registeredName(module, script)]?.remove(module) }
            case .apply(let call):
                if let name = called(by: call), let module = suspended[name]?.min() {
                    findings.append(
                        script.finding(Self.called, at: index, "the supervisor '\(module)' is suspended at this point"))
                }
                if let change = ConnectionChange(call), change.object == .channels {
                    channels = change.isSuspension ? index : nil
                }
            default: break
            }
        }
        func note(_ index: Int) {
            for module in waiting.sorted() {
                findings.append(
                    script.finding(Self.supervisor, at: index, "the supervisor '\(module)' is suspended at this point"))
            }
            waiting = []
            if let channels {
                findings.append(
                    script.finding(
                        Self.channels, at: index, "instruction \(channels + 1) has suspended channels before this"))
            }
        }
        return findings
    }

    /// The supervisor that a call asks.
    private func called(by call: LowLevelInstruction.Call) -> ErlangTerm? {
        if call.calls(RunnableInstruction.startChild.module) { return call.arguments.first?.tuple?.first }
        return call.calls("supervisor") || call.calls("Elixir.Supervisor") ? call.arguments.first : nil
    }

    /// The name of a supervisor in calls, as far as its code shows it; usually the module's own name.
    private func registeredName(_ module: Atom, _ script: CheckedScript) -> ErlangTerm {
        (script.before[module] ?? script.after[module])?.supervision?.supervisor ?? .atom(module)
    }
}
