internal import ErlangTerms

/// Makes brutal purges soft: the upgrade is refused while a process runs old code, instead of killing it.
///
/// Argument: `pre` leaves the post-purge as it is, `both` (the default) makes both soft where the dialect does so at
/// all. Differs from edeliver: `load_module` and `remove` too, and post-purges (test `DialectTests.softPurges`).
struct SoftPurge: Instruction {
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

    /// The instruction with soft purges, if it has brutal ones that this makes soft.
    private func softened(_ instruction: ErlangTerm, _ everywhere: Bool) -> ErlangTerm? {
        guard case .tuple(let elements) = instruction, let tag = elements.first?.atom else { return nil }
        switch (tag, elements.count) {
        case ("load", 2), ("remove", 2):
            guard everywhere || tag == "load", case .tuple(let purges) = elements[1], purges.count == 3 else {
                return nil
            }
            return soften(purges, 1, everywhere).map { .tuple(.atom(tag), .tuple($0)) }
        case ("update", 6), ("update", 7), ("update", 8):
            return soften(elements, elements.count - 3, everywhere).map { .tuple($0) }
        case ("load_module", 5):
            return everywhere ? soften(elements, 2, everywhere).map { .tuple($0) } : nil
        default: return nil
        }
    }

    /// The elements with a soft pre-purge, which stands at `index`, and a soft post-purge behind it.
    private func soften(_ elements: [ErlangTerm], _ index: Int, _ everywhere: Bool) -> [ErlangTerm]? {
        var result = elements
        if result[index] == .atom("brutal_purge") { result[index] = .atom("soft_purge") }
        if everywhere && softensPostPurge && result[index + 1] == .atom("brutal_purge") {
            result[index + 1] = .atom("soft_purge")
        }
        return result == elements ? nil : result
    }
}
