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
        var waiting: [(name: Atom, instruction: LowLevelInstruction)] = []
        var ordered: [LowLevelInstruction] = []

        func isReady(_ name: Atom) -> Bool { !(needed[name] ?? []).contains { $0 != name && coming[$0] ?? 0 > 0 } }
        func append(_ name: Atom, _ instruction: LowLevelInstruction) {
            ordered.append(instruction)
            coming[name]! -= 1
            while let index = waiting.firstIndex(where: { isReady($0.name) }) {
                let next = waiting.remove(at: index)
                ordered.append(next.instruction)
                coming[next.name]! -= 1
            }
        }
        for (instruction, name) in zip(instructions, calls) {
            guard let name else {
                ordered.append(instruction)
                continue
            }
            if isReady(name) { append(name, instruction) } else { waiting.append((name, instruction)) }
        }
        return ordered + waiting.map(\.instruction)
    }
}

extension LowLevelInstruction {
    /// The application of `{apply, {application, start | stop, [Application | _]}}`.
    fileprivate func application(_ function: Atom) -> Atom? {
        guard let call, call.calls("application", function) else { return nil }
        return call.arguments.first?.atom
    }
}
