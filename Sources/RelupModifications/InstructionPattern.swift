internal import ErlangTerms

/// The instructions that a step means: those equal to a term in which `'_'` stands for anything.
struct InstructionPattern {
    let term: ErlangTerm

    func matches(_ instruction: ErlangTerm) -> Bool {
        Self.matches(term, instruction)
    }

    private static func matches(_ pattern: ErlangTerm, _ term: ErlangTerm) -> Bool {
        switch (pattern, term) {
        case (.atom("_"), _): true
        case (.tuple(let patterns), .tuple(let terms)), (.list(let patterns), .list(let terms)):
            patterns.count == terms.count && zip(patterns, terms).allSatisfy { matches($0, $1) }
        default: pattern == term
        }
    }
}
