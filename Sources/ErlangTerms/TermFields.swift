/// A map with atoms as keys, read field by field: an error names a field that is missing or has another shape.
public struct TermFields: Sendable {
    private enum Contents: Sendable {
        case map(ErlangMap)
        /// Each field is read when it is asked for. Of two with the same key the later one counts.
        case text([(key: Atom, value: TermText)])
    }

    private let contents: Contents
    /// The place of the map, such as `releases[0].applications[3]`.
    public let place: String

    public init(_ term: ErlangTerm, at place: String) throws(TermShapeError) {
        try self.init(.term(term), at: place)
    }

    /// The fields of a map that may be a text.
    package init(_ stored: StoredTerm, at place: String) throws(TermShapeError) {
        if case .term(.map(let map)) = stored {
            contents = .map(map)
        } else if case .text(let text) = stored, let associations = text.associations {
            contents = .text(associations.compactMap { key, value in key.term.atom.map { ($0, value) } })
        } else {
            throw TermShapeError(place, expected: "a map")
        }
        self.place = place
    }

    /// The maps of a list.
    public static func list(_ term: ErlangTerm, at place: String) throws(TermShapeError) -> [TermFields] {
        guard case .list(let elements) = term else { throw TermShapeError(place, expected: "a list") }
        var fields: [TermFields] = []
        for (index, element) in elements.enumerated() {
            fields.append(try TermFields(element, at: "\(place)[\(index)]"))
        }
        return fields
    }

    /// The term of a field that may be missing.
    public subscript(key: Atom) -> ErlangTerm? { stored(key)?.term }

    private func stored(_ key: Atom) -> StoredTerm? {
        switch contents {
        case .map(let map): map[key].map { .term($0) }
        case .text(let fields): fields.last { $0.key == key }.map { .text($0.value) }
        }
    }

    public func term(_ key: Atom) throws(TermShapeError) -> ErlangTerm {
        guard let term = self[key] else { throw TermShapeError(place, expected: "a field '\(key)'") }
        return term
    }

    public func string(_ key: Atom) throws(TermShapeError) -> String {
        try value(key, "a string") { $0.string }
    }

    public func atom(_ key: Atom) throws(TermShapeError) -> Atom {
        try value(key, "an atom") { $0.atom }
    }

    public func integer(_ key: Atom) throws(TermShapeError) -> Int {
        try value(key, "an integer") { if case .integer(let value) = $0 { value } else { nil } }
    }

    public func boolean(_ key: Atom) throws(TermShapeError) -> Bool {
        try value(key, "true or false") { $0 == .atom("true") ? true : $0 == .atom("false") ? false : nil }
    }

    public func list(_ key: Atom) throws(TermShapeError) -> [ErlangTerm] {
        try value(key, "a list") { $0.list }
    }

    public func atoms(_ key: Atom) throws(TermShapeError) -> [Atom] {
        try value(key, "a list of atoms") { term in
            term.list.flatMap { elements in
                let atoms = elements.compactMap(\.atom)
                return atoms.count == elements.count ? atoms : nil
            }
        }
    }

    public func strings(_ key: Atom) throws(TermShapeError) -> [String] {
        try value(key, "a list of strings") { term in
            term.list.flatMap { elements in
                let strings = elements.compactMap(\.string)
                return strings.count == elements.count ? strings : nil
            }
        }
    }

    /// A boolean; a missing field is false.
    public func flag(_ key: Atom) throws(TermShapeError) -> Bool {
        self[key] == nil ? false : try boolean(key)
    }

    /// The elements of a field's list, each made by `make`; a missing field is an empty list.
    public func elements<Element>(
        _ key: Atom, _ expected: String, _ make: (ErlangTerm) -> Element?
    ) throws(TermShapeError) -> [Element] {
        guard let term = self[key] else { return [] }
        let elements = term.list.flatMap { terms in
            let elements = terms.compactMap(make)
            return elements.count == terms.count ? elements : nil
        }
        guard let elements else { throw TermShapeError("\(place).\(key)", expected: "a list of \(expected)") }
        return elements
    }

    /// The values that `make` makes of a field's elements and their places, one by one; none if the field is missing.
    package func each<Value>(
        _ key: Atom, _ make: (StoredTerm, String) throws(TermShapeError) -> Value
    ) throws(TermShapeError) -> [Value] {
        guard let list = stored(key) else { return [] }
        return try Self.each(list, at: "\(place).\(key)", make)
    }

    /// The values that `make` makes of a list's elements and their places, one by one.
    package static func each<Value>(
        _ list: StoredTerm, at place: String, _ make: (StoredTerm, String) throws(TermShapeError) -> Value
    ) throws(TermShapeError) -> [Value] {
        guard let elements = list.elements else { throw TermShapeError(place, expected: "a list") }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() { values.append(try make(element, "\(place)[\(index)]")) }
        return values
    }

    /// The map of a field.
    public func fields(_ key: Atom) throws(TermShapeError) -> TermFields {
        try TermFields(term(key), at: "\(place).\(key)")
    }

    /// The maps of a field that is a list of them.
    public func list(of key: Atom) throws(TermShapeError) -> [TermFields] {
        try Self.list(term(key), at: "\(place).\(key)")
    }

    /// The value that `convert` makes of a field; if it makes none, the error asks for `expected`.
    public func value<Value>(
        _ key: Atom, _ expected: String, _ convert: (ErlangTerm) -> Value?
    ) throws(TermShapeError) -> Value {
        guard let value = convert(try term(key)) else { throw TermShapeError("\(place).\(key)", expected: expected) }
        return value
    }
}

/// A term that does not have the shape that its place requires.
public struct TermShapeError: Error, Equatable, CustomStringConvertible {
    public let place: String
    public let expected: String

    public init(_ place: String, expected: String) {
        self.place = place
        self.expected = expected
    }

    public var description: String { "\(place): \(expected) expected" }
}

extension ErlangTerm {
    /// A map with atoms as keys; fields without a value are left out.
    public static func fields(_ fields: KeyValuePairs<Atom, ErlangTerm?>) -> ErlangTerm {
        .map(ErlangMap(fields.compactMap { key, value in value.map { (.atom(key), $0) } }))
    }

    /// A list, or nothing if it would be empty.
    public static func unlessEmpty(_ elements: [ErlangTerm]) -> ErlangTerm? {
        elements.isEmpty ? nil : .list(elements)
    }

    /// A list of atoms.
    @inlinable public static func atoms(_ atoms: some Sequence<Atom>) -> ErlangTerm {
        .list(atoms.map { .atom($0) })
    }

    public static func boolean(_ value: Bool) -> ErlangTerm {
        .atom(value ? "true" : "false")
    }
}
