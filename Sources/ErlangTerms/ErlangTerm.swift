public import BigInt

/// An Erlang term as `file:consult/1` or `binary_to_term/1` gives it.
///
/// Equality is Erlang's `=:=`. Values have one representation each: an integer that fits `Int` is an `integer`, a
/// bitstring of whole bytes a `binary`, a list without an improper tail a `list`, a string a `list` of integers.
public enum ErlangTerm: Hashable, Sendable {
    case atom(Atom)
    case integer(Int)
    /// An integer outside the range of `Int`.
    indirect case bigInteger(BigInt)
    case float(Double)
    case binary([UInt8])
    /// A bitstring whose last byte has fewer than 8 bits, which are its high bits; its other bits are zero.
    indirect case bitstring([UInt8], bitsInLastByte: Int)
    case tuple([ErlangTerm])
    case list([ErlangTerm])
    /// `[Head, … | Tail]`, where `tail` is not a list.
    indirect case improperList([ErlangTerm], tail: ErlangTerm)
    case map(ErlangMap)
    /// `fun Module:Function/Arity`.
    indirect case externalFunction(module: Atom, function: Atom, arity: Int)
    /// A pid, port, reference or local fun: kept as its bytes in the external term format, tag included.
    case opaque([UInt8])
}

extension ErlangTerm {
    /// The empty list, `[]`, which is also the empty string.
    public static let emptyList = ErlangTerm.list([])

    /// An atom of the given name.
    public static func atom(_ name: String) -> ErlangTerm {
        .atom(Atom(name))
    }

    /// An integer, in the one representation that fits its size.
    public static func integer(_ value: BigInt) -> ErlangTerm {
        Int(exactly: value).map { .integer($0) } ?? .bigInteger(value)
    }

    /// A tuple of the given elements.
    public static func tuple(_ elements: ErlangTerm...) -> ErlangTerm {
        .tuple(elements)
    }

    /// `[Head, … | tail]`: a list if `tail` is one, otherwise an improper list. `tail` alone if `heads` is empty.
    public static func cons(_ heads: [ErlangTerm], _ tail: ErlangTerm) -> ErlangTerm {
        switch tail {
        case .list(let elements): .list(heads + elements)
        case _ where heads.isEmpty: tail
        case .improperList(let elements, let tail): .improperList(heads + elements, tail: tail)
        default: .improperList(heads, tail: tail)
        }
    }

    /// A string: the list of the text's code points.
    public static func string(_ text: some StringProtocol) -> ErlangTerm {
        // Bytes are counted at once, and characters are not.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return .list(text.utf8.map { .integer(Int($0)) }) }
        return .list(text.unicodeScalars.map { .integer(Int($0.value)) })
    }

    /// The atom that this term is, if it is one.
    public var atom: Atom? {
        if case .atom(let atom) = self { atom } else { nil }
    }

    /// This term as a big integer, if it is an integer of any size.
    public var anyInteger: BigInt? {
        switch self {
        case .integer(let value): BigInt(value)
        case .bigInteger(let value): value
        default: nil
        }
    }

    /// The bytes and the number of bits of this term, if it is a binary or another bitstring.
    public var bits: (bytes: [UInt8], count: Int)? {
        switch self {
        case .binary(let bytes): (bytes, bytes.count * 8)
        case .bitstring(let bytes, let bitsInLastByte): (bytes, (bytes.count - 1) * 8 + bitsInLastByte)
        default: nil
        }
    }

    /// The elements of this term, if it is a proper list.
    public var list: [ErlangTerm]? {
        if case .list(let elements) = self { elements } else { nil }
    }

    /// The elements of this term, if it is a tuple.
    public var tuple: [ErlangTerm]? {
        if case .tuple(let elements) = self { elements } else { nil }
    }

    /// The elements after the tag, if this term is a tuple of `count` elements in all whose first is the atom `tag`.
    public func tagged(_ tag: Atom, count: Int) -> ArraySlice<ErlangTerm>? {
        guard case .tuple(let elements) = self, elements.count == count, elements.first == .atom(tag) else {
            return nil
        }
        return elements.dropFirst()
    }

    /// The text of this term, if it is a list of code points. The empty list is the empty text.
    public var string: String? {
        guard case .list(let elements) = self else { return nil }
        var scalars = String.UnicodeScalarView()
        for element in elements {
            guard case .integer(let value) = element, let code = UInt32(exactly: value),
                let scalar = Unicode.Scalar(code)
            else { return nil }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}

extension ErlangTerm {
    /// Puts the atoms that the term consists of, at any depth, into a set.
    package func insertAtoms(into atoms: inout Set<Atom>) {
        switch self {
        case .atom(let atom): atoms.insert(atom)
        case .tuple(let elements), .list(let elements):
            for element in elements { element.insertAtoms(into: &atoms) }
        case .improperList(let elements, let tail):
            for element in elements + [tail] { element.insertAtoms(into: &atoms) }
        case .map(let map):
            for entry in map.entries {
                entry.key.insertAtoms(into: &atoms)
                entry.value.insertAtoms(into: &atoms)
            }
        case .externalFunction(let module, let function, _): atoms.formUnion([module, function])
        case .integer, .bigInteger, .float, .binary, .bitstring, .opaque: break
        }
    }
}
