internal import ErlangTerms
internal import Relups

/// Makes brutal purges soft: while a process runs old code, the upgrade is refused instead of the process killed.
///
/// Argument: `pre` leaves the post-purge as it is; `both` (the default) makes both soft if the dialect does that.
/// Unlike edeliver, it also covers `load_module`, `remove` and post-purges (test `DialectTests.softPurges`).
struct SoftPurge: ReadyInstruction {
    static let name = "SoftPurge"
    private let softensPostPurge: Bool

    init(_ arguments: inout InstructionArguments) throws(ModificationError) {
        switch try arguments.word() {
        case nil, "both": softensPostPurge = true
        case "pre": softensPostPurge = false
        case let word?: throw ModificationError(.wrongArguments, "'SoftPurge' takes 'pre' or 'both', not '\(word)'")
        }
    }

    init() {
        softensPostPurge = true
    }

    func apply(to script: inout ScriptModification) {
        let everywhere = script.dialect.softensEveryPurge
        for index in script.list.elements.indices {
            if let soft = softened(script.list.elements[index], everywhere) { script.list.elements[index] = soft }
        }
    }

    /// The instruction with soft purges, if it has brutal ones to be softened.
    private func softened(_ instruction: LowLevelInstruction, _ everywhere: Bool) -> LowLevelInstruction? {
        switch instruction {
        case .load(let module, let purges): .load(module, soften(purges, everywhere))
        case .remove(let module, let purges) where everywhere: .remove(module, soften(purges, everywhere))
        case .unknown(.tuple(let parts)): softened(highLevel: parts, everywhere).map { .unknown(.tuple($0)) }
        default: nil
        }
    }

    private func soften(_ purges: Purges, _ everywhere: Bool) -> Purges {
        Purges(before: .soft, after: everywhere && softensPostPurge ? .soft : purges.after)
    }

    /// The parts of an `update` or `load_module`, which edeliver also softens in relups.
    private func softened(highLevel parts: [ErlangTerm], _ everywhere: Bool) -> [ErlangTerm]? {
        let index: Int
        switch (parts.first?.atom, parts.count) {
        case ("update", 6...8): index = parts.count - 3
        case ("load_module", 5) where everywhere: index = 2
        default: return nil
        }
        var soft = parts
        for place in everywhere && softensPostPurge ? [index, index + 1] : [index]
        where soft[place] == .atom("brutal_purge") {
            soft[place] = .atom("soft_purge")
        }
        return soft
    }
}
