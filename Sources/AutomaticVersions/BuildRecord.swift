package import ErlangTerms

/// What a release says about the build that it is: `releases/VSN/relup.build`.
///
/// `{build, [{hash, Hash}, {label, Label}]}.` with strings; the label is the user's and may be missing.
package struct BuildRecord: Hashable, Sendable {
    package static let fileName = "relup.build"

    /// 64 hexadecimal digits: what `BuildContents.hash` says.
    package var hash: String
    package var label: String?

    package init(hash: String, label: String?) {
        self.hash = hash
        self.label = label
    }

    init?(_ bytes: [UInt8]) {
        guard let term = try? TermTextReader.soleTerm(in: bytes, file: Self.fileName),
            let fields = term.tagged("build", count: 2)?.last?.list
        else { return nil }
        func value(_ key: Atom) -> String? { fields.lazy.compactMap { $0.tagged(key, count: 2)?.last?.string }.first }
        guard let hash = value("hash") else { return nil }
        self.init(hash: hash, label: value("label"))
    }

    package var term: ErlangTerm {
        let label = label.map { [ErlangTerm.tuple(.atom("label"), .string($0))] } ?? []
        return .tuple(.atom("build"), .list([.tuple(.atom("hash"), .string(hash))] + label))
    }
}
