internal import ErlangTerms

/// The shapes that `systools_make` requires of the values in resource files.
enum ResourceSyntax {
    /// The text of a flat list of code points, and nil for other text: a binary, a deep list, an integer that is not a
    /// code point.
    ///
    /// As `systools_make:string_p/1`, OTP 25.2; anything that is not text crashes it with `badarg`.
    static func string(_ term: ErlangTerm) throws(Crash) -> String? {
        if let text = term.string { return text }
        _ = try isReadable(term)
        return nil
    }

    /// Whether `unicode:characters_to_list/1` reads the term to its end, rather than stopping at an integer that is not
    /// a code point.
    private static func isReadable(_ term: ErlangTerm) throws(Crash) -> Bool {
        switch term {
        case .binary:
            return true
        case .list(let elements):
            return try areReadable(elements)
        case .improperList(let elements, let tail):
            guard try areReadable(elements) else { return false }
            guard case .binary = tail else { throw Crash(reason: "badarg") }
            return true
        default:
            throw Crash(reason: "badarg")
        }
    }

    private static func areReadable(_ elements: [ErlangTerm]) throws(Crash) -> Bool {
        for element in elements {
            switch element {
            case .integer(let value):
                guard let code = UInt32(exactly: value), Unicode.Scalar(code) != nil else { return false }
            case .bigInteger:
                return false
            default:
                guard try isReadable(element) else { return false }
            }
        }
        return true
    }

    /// The atoms of a list that contains nothing else. As `systools_make:a_list_p/1`, OTP 25.2.
    static func atoms(_ term: ErlangTerm) -> [Atom]? {
        guard let elements = term.list else { return nil }
        let atoms = elements.compactMap(\.atom)
        return atoms.count == elements.count ? atoms : nil
    }

    /// Whether a term is a list of pairs whose first element is an atom. As `systools_make:t_list_p/1`, OTP 25.2.
    static func isTaggedList(_ term: ErlangTerm) -> Bool {
        guard let elements = term.list else { return false }
        return elements.allSatisfy { element in
            guard let pair = element.tuple, pair.count == 2 else { return false }
            return pair[0].atom != nil
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without the first occurrence of each of the others, as Erlang's `--`.
    func subtracting(_ others: [Element]) -> [Element] {
        if others.isEmpty { return self }
        var left: [Element: Int] = [:]
        for other in others { left[other, default: 0] += 1 }
        return filter { element in
            guard let count = left[element], count > 0 else { return true }
            left[element] = count - 1
            return false
        }
    }

    /// The elements, each once, at its first place. As `systools_make:make_set/1`, OTP 25.2.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
