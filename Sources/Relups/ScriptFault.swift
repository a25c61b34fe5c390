internal import ErlangTerms

/// Why scripts make no relup.
struct ScriptFault: Error {
    /// The reason that `systools_rc` gives.
    let reason: ErlangTerm
    /// The same for people.
    let sentence: String
    /// The number of the script that is at fault, where it is one.
    var script: Int?

    init(_ reason: ErlangTerm, _ sentence: String, script: Int? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.script = script
    }

    /// A reason of a tag and a value.
    init(_ tag: Atom, _ value: ErlangTerm, _ sentence: String, script: Int? = nil) {
        self.init(.tuple(.atom(tag), value), sentence, script: script)
    }

    /// `{bad_What, Term}`, for people "Term sentence".
    init(bad what: String, _ term: ErlangTerm, _ sentence: String) {
        self.init(Atom("bad_\(what)"), term, "\(shown(term)) \(sentence)")
    }

    /// What makes `systools_rc` crash with `function_clause`, and tell of that as of any fault.
    ///
    /// Differs from OTP: the stack trace is empty, it tells of the virtual machine's code
    /// (`AppupInstructionSyntaxTests.tellsOfCrashesWithoutStack`).
    init(functionClause sentence: String) {
        self.init("function_clause", .emptyList, sentence)
    }

    func of(script: Int) -> ScriptFault {
        var fault = self
        fault.script = fault.script ?? script
        return fault
    }
}

/// An instruction and the number of the script it comes from.
struct Sourced<Instruction> {
    var instruction: Instruction
    let script: Int
}
