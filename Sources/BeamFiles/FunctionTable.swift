internal import ErlangTerms

/// Functions by module, from text. Each line holds a module, a colon and its functions; continuation lines are
/// indented.
///
/// As literals, such tables take longer to compile than all code of this library that uses them.
struct FunctionTable {
    private let names: [Atom: Set<Atom>]

    init(_ text: String) {
        var names: [Atom: Set<Atom>] = [:]
        var module: Atom = ""
        for line in text.split(separator: "\n") {
            var words = line.split(separator: " ")
            if let first = words.first, first.hasSuffix(":") {
                module = Atom(String(first.dropLast()))
                words.removeFirst()
            }
            names[module, default: []].formUnion(words.lazy.map { Atom(String($0)) })
        }
        self.names = names
    }

    /// The names of a module's functions in the table; nil if the module is not in it.
    subscript(module: Atom) -> Set<Atom>? { names[module] }

    /// A set of names, separated by blanks and line ends.
    static func names(_ text: String) -> Set<Atom> {
        Set(text.split { $0 == " " || $0 == "\n" }.lazy.map { Atom(String($0)) })
    }
}
