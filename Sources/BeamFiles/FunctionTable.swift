internal import ErlangTerms

/// Functions by their modules' names, written as text: a module, a colon and its functions a line, longer ones indented.
///
/// As literals, such tables take the compiler longer than all code of this library that uses them.
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

    /// The names of functions that the table has of a module; nil where it has none.
    subscript(module: Atom) -> Set<Atom>? { names[module] }

    /// A set of names, separated by blanks and ends of lines.
    static func names(_ text: String) -> Set<Atom> {
        Set(text.split { $0 == " " || $0 == "\n" }.lazy.map { Atom(String($0)) })
    }
}
