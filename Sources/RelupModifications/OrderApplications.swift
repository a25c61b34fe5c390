internal import ErlangTerms
internal import Relups

/// Has a script start applications after those that they need, and stop them before those.
///
/// systools starts and stops applications in the order of the `.rel`, which need not follow their dependencies: in a
/// `.rel` of `mix release` it is alphabetical. Then `application:start` returns `not_started`, which release_handler
/// ignores. And processes of an application can fail because what they need is already gone.
struct OrderApplications: ScriptEdit {
    /// The applications that each application needs, by version of the release.
    let needed: [String: [Atom: [Atom]]]

    func apply(to script: inout ScriptModification) {
        let (up, down) = (needed[script.upVersion] ?? [:], needed[script.downVersion] ?? [:])
        let (before, after) = script.direction == .up ? (down, up) : (up, down)
        let stopped = Self.ordered(script.list.elements.reversed(), "stop", needed: before)
        script.list.elements = Self.ordered(stopped.reversed(), "start", needed: after)
    }

    /// The instructions, with each call of the function after the calls for the applications that its application
    /// needs.
    private static func ordered(
        _ instructions: [LowLevelInstruction], _ function: Atom, needed: [Atom: [Atom]]
    ) -> [LowLevelInstruction] {
        let calls = instructions.map { $0.application(function) }
        var coming: [Atom: Int] = [:]
        for case let name? in calls { coming[name, default: 0] += 1 }
        // Calls that come too early, with the number of applications that each still waits for, and who waits for one.
        var waiting: [(name: Atom, instruction: LowLevelInstruction, count: Int)] = []
        var waitingFor: [Atom: [Int]] = [:]
        var ordered: [LowLevelInstruction] = []

        func append(_ name: Atom, _ instruction: LowLevelInstruction) {
            var ready = [(name, instruction)][...]
            while let (name, instruction) = ready.popFirst() {
                ordered.append(instruction)
                coming[name]! -= 1
                guard coming[name] == 0 else { continue }
                for index in waitingFor.removeValue(forKey: name) ?? [] {
                    waiting[index].count -= 1
                    if waiting[index].count == 0 { ready.append((waiting[index].name, waiting[index].instruction)) }
                }
            }
        }
        for (instruction, name) in zip(instructions, calls) {
            guard let name else {
                ordered.append(instruction)
                continue
            }
            let missing = Set(needed[name] ?? []).filter { $0 != name && coming[$0] ?? 0 > 0 }
            if missing.isEmpty {
                append(name, instruction)
            } else {
                for other in missing { waitingFor[other, default: []].append(waiting.count) }
                waiting.append((name, instruction, missing.count))
            }
        }
        return ordered + waiting.filter { $0.count > 0 }.map(\.instruction)
    }
}

extension LowLevelInstruction {
    /// The application of `{apply, {application, start | stop, [Application | _]}}`.
    fileprivate func application(_ function: Atom) -> Atom? {
        guard let call, call.calls("application", function) else { return nil }
        return call.arguments.first?.atom
    }
}
