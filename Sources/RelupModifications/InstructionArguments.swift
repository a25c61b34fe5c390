internal import ErlangTerms
internal import Relups

/// The arguments of an instruction, taken one after the other. A word of the command line is a binary.
struct InstructionArguments {
    private let instruction: String
    private var rest: ArraySlice<ErlangTerm>

    init(instruction: String, _ arguments: [ErlangTerm]) {
        self.instruction = instruction
        rest = arguments[...]
    }

    /// The next argument as a text: a binary of UTF-8, a string or an atom. `nil` after the last argument.
    mutating func text() throws(ModificationError) -> TextTemplate? {
        try next("a text") { TextTemplate($0) }
    }

    mutating func integer() throws(ModificationError) -> Int? {
        try next("an integer") { term in
            if case .integer(let value) = term { value } else { term.word.flatMap { Int($0) } }
        }
    }

    mutating func word() throws(ModificationError) -> String? {
        try next("a name") { $0.word }
    }

    mutating func place() throws(ModificationError) -> InsertionPoint? {
        try next("a place (\(InsertionPoint.listOfNames))") { InsertionPoint($0) }
    }

    /// Refuses arguments that were not taken.
    func end() throws(ModificationError) {
        if !rest.isEmpty {
            let arguments = rest.count == 1 ? "argument" : "arguments"
            throw ModificationError(.wrongArguments, "'\(instruction)' has \(rest.count) \(arguments) too many")
        }
    }

    private mutating func next<Value>(
        _ expected: String, _ convert: (ErlangTerm) -> Value?
    ) throws(ModificationError) -> Value? {
        guard let argument = rest.popFirst() else { return nil }
        guard let value = convert(argument) else {
            throw ModificationError(.wrongArguments, "'\(instruction)' takes \(expected) here")
        }
        return value
    }
}

extension ErlangTerm {
    /// The text of a binary of UTF-8, or of an atom.
    var word: String? {
        switch self {
        case .atom(let atom): atom.name
        case .binary(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }
}

extension InsertionPoint {
    /// A place as a term: its name, `{before, Instruction}` or `{'after', Instruction}`.
    init?(_ term: ErlangTerm) {
        if let instruction = term.tagged("before", count: 2)?.first {
            self = .before(instruction)
        } else if let instruction = term.tagged("after", count: 2)?.first {
            self = .after(instruction)
        } else {
            guard let name = term.word else { return nil }
            self.init(name: name)
        }
    }
}
