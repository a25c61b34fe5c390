public import ErlangTerms

/// What a module declares about itself: `-behaviour(gen_server).`, `-vsn("1").` and the like; chunk `Attr`.
///
/// `[{Name, [Value]}]` in the external term format.
public struct BeamAttributes: Hashable, Sendable {
    /// Names in Erlang's order, each once. The values of equal names are in the order of the file.
    public let values: [(name: Atom, values: [ErlangTerm])]

    /// The attributes of a beam, or nil if it was stripped of them.
    public init?(_ beam: BeamFile) throws(BeamError) {
        guard let data = beam["Attr"] else { return nil }
        guard let attributes = BeamAttributes(data) else { throw BeamError(.invalidChunk("Attr"), file: beam.file) }
        self = attributes
    }

    /// The attributes in the data of the chunk.
    init?(_ data: ArraySlice<UInt8>) {
        guard let pairs = try? ExternalTermReader.term(in: data).list else { return nil }
        var values: [Atom: [ErlangTerm]] = [:]
        for pair in pairs {
            guard let pair = pair.tuple, pair.count == 2, let name = pair[0].atom, let list = pair[1].list else {
                return nil
            }
            values[name, default: []] += list
        }
        self.values = values.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    /// The values of an attribute.
    public subscript(name: Atom) -> [ErlangTerm] {
        values.first { $0.name == name }?.values ?? []
    }

    /// The behaviours that the module declares, in either spelling.
    public var behaviours: [Atom] {
        (self["behaviour"] + self["behavior"]).compactMap(\.atom)
    }

    /// The attributes that a running system may read. Left out are the version, which any change of the code changes,
    /// and the attributes for people and tools.
    var significant: [Atom: [ErlangTerm]] {
        let names: Set<Atom> = [
            "vsn", "author", "copyright", "dialyzer", "deprecated", "deprecated_type", "removed", "removed_type",
            "ignore_xref",
        ]
        return Dictionary(
            uniqueKeysWithValues: values.compactMap { names.contains($0.name) ? nil : ($0.name, $0.values) })
    }

    public static func == (left: BeamAttributes, right: BeamAttributes) -> Bool {
        left.values.elementsEqual(right.values) { $0.name == $1.name && $0.values == $1.values }
    }

    public func hash(into hasher: inout Hasher) {
        for (name, values) in values {
            hasher.combine(name)
            hasher.combine(values)
        }
    }
}
