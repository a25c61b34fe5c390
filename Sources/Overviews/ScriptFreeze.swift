internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// The time in which a script lets something wait: from the first instruction that suspends processes, holds
/// connections or stops acceptors, to the last that lets them go on.
struct ScriptFreeze {
    /// The steps, counted from 1.
    let first: Int
    let last: Int
    /// How long the instructions take, as measured on two busy cores.
    let milliseconds: Int
    /// How long the script waits for running requests at most, or sleeps; in milliseconds.
    let wait: Int

    /// What an instruction takes while clients wait, with what the others on the node take in between.
    private static let perInstruction = 5

    /// Nil if nothing waits.
    init?(_ instructions: [LowLevelInstruction]) {
        let begins = { (instruction: LowLevelInstruction) in
            !instruction.suspendedModules.isEmpty || Self.suspends(instruction)
        }
        let ends = { (instruction: LowLevelInstruction) in
            !instruction.resumedModules.isEmpty || Self.resumes(instruction)
        }
        guard let first = instructions.firstIndex(where: begins), let last = instructions.lastIndex(where: ends),
            first < last
        else { return nil }
        self.first = first + 1
        self.last = last + 1
        milliseconds = (last - first + 1) * Self.perInstruction
        wait = instructions[first...last].reduce(0) { $0 + Self.wait($1) }
    }

    /// For people.
    var text: String { "waiting from \(first) to \(last): \(duration)" }

    var duration: String {
        "about \(milliseconds) ms" + (wait == 0 ? "" : ", and up to \(wait) ms for requests that run")
    }

    private static func connections(_ instruction: LowLevelInstruction) -> RunnableInstruction.Connections? {
        guard let module = instruction.runModule else { return nil }
        return RunnableInstruction.all.first { $0.module == module || $0.moduleOfEdeliver == module }?.connections
    }

    private static func suspends(_ instruction: LowLevelInstruction) -> Bool {
        switch connections(instruction) {
        case .suspendsAcceptors, .suspendsChannels: true
        case .resumesAcceptors, .resumesChannels, nil: false
        }
    }

    private static func resumes(_ instruction: LowLevelInstruction) -> Bool {
        switch connections(instruction) {
        case .resumesAcceptors, .resumesChannels: true
        case .suspendsAcceptors, .suspendsChannels, nil: false
        }
    }

    /// `{Name,Milliseconds}` of those that wait for requests, or the seconds of those that sleep.
    private static func wait(_ instruction: LowLevelInstruction) -> Int {
        guard let module = instruction.runModule, let argument = instruction.call?.arguments.first,
            let declared = RunnableInstruction.all.first(where: {
                $0.module == module || $0.moduleOfEdeliver == module
            })
        else { return 0 }
        switch declared.argument {
        case .nameAndTimeout: return argument.tuple?.last.flatMap(number) ?? 0
        case .seconds: return (number(argument) ?? 0) * 1000
        default: return 0
        }
    }

    private static func number(_ term: ErlangTerm) -> Int? {
        if case .integer(let value) = term { value } else { nil }
    }
}
