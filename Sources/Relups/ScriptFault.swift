internal import ErlangTerms

/// Why scripts do not make a relup.
struct ScriptFault: Error {
    /// The reason that `systools_rc` returns.
    let reason: ErlangTerm
    /// The same for people.
    let sentence: String
    /// The number of the script at fault, if it is a single one.
    var script: Int?

    init(_ reason: ErlangTerm, _ sentence: String, script: Int? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.script = script
    }

    /// A reason with a tag and a value.
    init(_ tag: Atom, _ value: ErlangTerm, _ sentence: String, script: Int? = nil) {
        self.init(.tuple(.atom(tag), value), sentence, script: script)
    }

    /// `{bad_What, Term}`, for people "Term sentence".
    init(bad what: String, _ term: ErlangTerm, _ sentence: String) {
        self.init(Atom("bad_\(what)"), term, "\(shown(term)) \(sentence)")
    }

    /// What makes `systools_rc` crash with `function_clause`, reported like any other fault.
    ///
    /// Unlike OTP's, the stack trace is empty, because it shows the virtual machine's code
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
