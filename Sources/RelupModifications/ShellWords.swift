internal import ErlangTerms

/// Words as a POSIX shell splits them, without expansions.
enum ShellWords {
    /// The words of a text: single and double quotes, and backslashes, as `sh` reads them.
    static func split(_ text: String) throws(ModificationError) -> [String] {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch (quote, scalar) {
            case (nil, " "), (nil, "\t"), (nil, "\n"):
                if let complete = word { words.append(String(complete)) }
                word = nil
            case (nil, "'"), (nil, "\""):
                quote = scalar
                word = word ?? .init()
            case (let open?, scalar) where open == scalar:
                quote = nil
            case (nil, "\\"), ("\"", "\\"):
                guard let next = scalars.next() else {
                    throw ModificationError(.wrongArguments, "nothing follows the last backslash of \"\(text)\"")
                }
                if next == "\n" { continue }
                let isEscape = quote == nil || ["\"", "\\", "$", "`"].contains(next)
                word = (word ?? .init()) + (isEscape ? [next] : ["\\", next])
            default:
                word = (word ?? .init()) + [scalar]
            }
        }
        if let quote { throw ModificationError(.wrongArguments, "no closing \(quote) in \"\(text)\"") }
        if let word { words.append(String(word)) }
        return words
    }
}

extension ModificationStep {
    /// One of edeliver's instructions or ready modifications, with its arguments as words.
    init(words: [String]) throws(ModificationError) {
        guard let name = words.first else {
            throw ModificationError(.wrongArguments, "an instruction without a name")
        }
        let arguments = words.dropFirst().map { ErlangTerm.binary(Array($0.utf8)) }
        self.init(name, try ReadyInstructions.instruction(name, arguments))
    }
}
