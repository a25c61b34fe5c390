internal import ErlangTerms

/// Texts and terms as people of a module's language write them: `Demo.Visits` for `'Elixir.Demo.Visits'`.
enum ShownName {
    /// A text in which modules of Elixir have the names that they have there: `Demo.Visits.visit(…)` for
    /// `'Elixir.Demo.Visits':visit(…)`. Names of files stay as they are.
    static func text(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let first = nextName(in: bytes, from: 0) else { return text }
        var result: [UInt8] = []
        var copied = 0
        var name = Optional(first)
        while let (start, end) = name {
            defer { name = nextName(in: bytes, from: end) }
            let opens = start > copied && bytes[start - 1] == quote
            let closes = end < bytes.count && bytes[end] == quote
            // What else is between quotes must be a call: any other atom is a name of its own.
            guard !opens || closes || isCall(bytes[end...]) else { continue }
            result += bytes[copied..<(opens && closes ? start - 1 : start)]
            result += bytes[(start + prefix.count)..<end]
            copied = opens && closes ? end + 1 : end
            if isCall(bytes[copied...]) {
                result.append(dot)
                copied += 1
            }
        }
        result += bytes[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The first names, with the number of the others: `A, B, C and 4 more`.
    static func some(_ names: [Atom], limit: Int = 3) -> String {
        let shown = names.prefix(limit).map(\.name).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(counted(names.count - limit)) more" : shown
    }

    /// `1,476`, as people read numbers; with a noun, `1 module` or `2 modules`.
    static func counted(_ number: Int, _ noun: String? = nil) -> String {
        var digits = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3), digit != "-" { digits.insert(",", at: digits.startIndex) }
            digits.insert(digit, at: digits.startIndex)
        }
        return noun.map { "\(digits) \($0)\(number == 1 ? "" : "s")" } ?? digits
    }

    // MARK: - Names in texts

    private static let prefix = Array("Elixir.".utf8)
    private static let quote = UInt8(ascii: "'")
    private static let dot = UInt8(ascii: ".")

    /// Where the next `Elixir.Name.Name` begins and ends that is not a part of another name or of a path.
    private static func nextName(in bytes: [UInt8], from: Int) -> (start: Int, end: Int)? {
        var start = from
        while start + prefix.count < bytes.count {
            defer { start += 1 }
            guard bytes[start] == prefix[0], bytes[start...].starts(with: prefix),
                start == 0 || !isPartOfName(bytes[start - 1])
            else { continue }
            var end = start + prefix.count - 1
            // Each part of the name begins with a dot and a capital letter.
            while end + 1 < bytes.count, bytes[end] == dot,
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[end + 1])
            {
                end += 2
                while end < bytes.count, isLetter(bytes[end]) { end += 1 }
            }
            if end >= start + prefix.count, !bytes[end...].starts(with: ".beam".utf8) { return (start, end) }
        }
        return nil
    }

    /// Whether a text goes on with `:function`.
    private static func isCall(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first == UInt8(ascii: ":") && rest.dropFirst().first.map(isLower) ?? false
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        isLower(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte >= 0x80
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte == dot || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "@")
    }
}

extension Atom {
    /// Whether this is the name of a module of Elixir.
    var isOfElixir: Bool { name.hasPrefix("Elixir.") }
}

// MARK: - Terms

/// Terms on one line, as Elixir's `inspect/1` or as Erlang writes them. `_` stands for what code does not show.
enum TermForPeople {
    /// Deeper terms are not read by people.
    private static let depthLimit = 8

    static func text(_ term: ErlangTerm, inElixir: Bool) -> String {
        inElixir ? elixir(term, depth: 0) : TermTextPrinter.line(of: term).replacing("'_'", with: "_")
    }

    /// What stands for a value in the form of a term.
    private static let types: Set<String> = ["integer", "float", "atom", "list", "binary", "fun", "tuple", "map"]

    private static func elixir(_ term: ErlangTerm, depth: Int) -> String {
        guard depth < depthLimit else { return "…" }
        func list(_ terms: [ErlangTerm]) -> String {
            terms.map { elixir($0, depth: depth + 1) }.joined(separator: ", ")
        }
        return switch term {
        case .atom(let atom): Self.atom(atom)
        case .tuple(let elements): "{\(list(elements))}"
        case .list(let elements): "[\(keywords(elements, depth) ?? list(elements))]"
        case .map(let map): elixir(map, depth)
        case .binary(let bytes):
            String(validating: bytes, as: UTF8.self).map { "\"\($0)\"" } ?? TermTextPrinter.line(of: term)
        case .externalFunction(let module, let function, let arity): "&\(Self.atom(module)).\(function)/\(arity)"
        default: TermTextPrinter.line(of: term)
        }
    }

    /// `%{name: value}`, or `%Module{name: value}` of a struct.
    private static func elixir(_ map: ErlangMap, _ depth: Int) -> String {
        var module = ""
        var pairs: [String] = []
        for entry in map.entries {
            if entry.key == .atom("__struct__"), let name = entry.value.atom {
                module = atom(name)
            } else {
                let value = elixir(entry.value, depth: depth + 1)
                pairs.append(
                    key(entry.key).map { "\($0): \(value)" } ?? "\(elixir(entry.key, depth: depth + 1)) => \(value)")
            }
        }
        return "%\(module){\(pairs.joined(separator: ", "))}"
    }

    /// `a: 1, b: 2` of a list of pairs with atoms as keys.
    private static func keywords(_ elements: [ErlangTerm], _ depth: Int) -> String? {
        let pairs = elements.compactMap { element -> String? in
            guard let pair = element.tuple, pair.count == 2, let key = key(pair[0]) else { return nil }
            return "\(key): \(elixir(pair[1], depth: depth + 2))"
        }
        return elements.isEmpty || pairs.count < elements.count ? nil : pairs.joined(separator: ", ")
    }

    /// An atom that a keyword can be.
    private static func key(_ term: ErlangTerm) -> String? {
        guard let name = term.atom?.name, isPlain(name), name != "_" else { return nil }
        return name
    }

    private static func atom(_ atom: Atom) -> String {
        switch atom.name {
        case "nil", "true", "false", "_": atom.name
        case let name where types.contains(name): name
        case let name where atom.isOfElixir && ShownName.text(name) != name: ShownName.text(name)
        case let name where isPlain(name): ":\(name)"
        case let name: ":\"\(name)\""
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    }
}
