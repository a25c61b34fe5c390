internal import ErlangTerms

/// The atom table of a module: chunk `AtU8`, or `Atom` in latin-1 before OTP 20.
///
/// `Count:32 (Length:8 Name)*`; from OTP 28 on, a negative count means that the lengths are compact numbers.
enum BeamAtoms {
    /// All atoms; the one at index 0 has number 1.
    static func all(_ data: ArraySlice<UInt8>, isUTF8: Bool) -> [Atom]? {
        var cursor = ByteCursor(data)
        guard let isLong = isLong(&cursor) else { return nil }
        var atoms: [Atom] = []
        while !cursor.isAtEnd {
            guard let atom = atom(&cursor, isLong: isLong, isUTF8: isUTF8) else { return nil }
            atoms.append(atom)
        }
        return atoms
    }

    /// The first atom: the module's name.
    static func first(_ data: ArraySlice<UInt8>, isUTF8: Bool) -> Atom? {
        var cursor = ByteCursor(data)
        guard let isLong = isLong(&cursor) else { return nil }
        return atom(&cursor, isLong: isLong, isUTF8: isUTF8)
    }

    private static func isLong(_ cursor: inout ByteCursor) -> Bool? {
        cursor.word().map { Int32(bitPattern: $0) < 0 }
    }

    private static func atom(_ cursor: inout ByteCursor, isLong: Bool, isUTF8: Bool) -> Atom? {
        let length = isLong ? CompactTerm.unsigned(&cursor) : cursor.byte().map(Int.init)
        guard let length, let name = cursor.take(length) else { return nil }
        if isUTF8 { return String(validating: name, as: UTF8.self).map { Atom($0) } }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: name.lazy.map { Unicode.Scalar($0) })
        return Atom(String(text))
    }
}
