internal import ErlangTerms

/// What a modification may say about the script that it works on without knowing it: `'$name'` (an atom),
/// `'$up_version'` and `'$down_version'` (binaries), `'$changed_modules'` (a list of atoms), and `{'$text', [Part]}`, a
/// binary made from texts and placeholders.
struct Placeholders {
    private let values: [Atom: ErlangTerm]

    init(name: Atom, upVersion: String, downVersion: String, changedModules: [Atom]) {
        values = [
            "$name": .atom(name), "$up_version": .binary(Array(upVersion.utf8)),
            "$down_version": .binary(Array(downVersion.utf8)), "$changed_modules": .atoms(changedModules),
        ]
    }

    /// For checks of terms whose script is not known yet.
    static let example = Placeholders(name: "name", upVersion: "2", downVersion: "1", changedModules: [])

    /// The term with its placeholders replaced, except in keys of maps.
    func fill(_ term: ErlangTerm) -> ErlangTerm {
        switch term {
        case .atom(let atom): values[atom] ?? term
        case .tuple(let elements): TextTemplate(marked: term)?.fill(self) ?? .tuple(elements.map(fill))
        case .list(let elements): .list(elements.map(fill))
        case .improperList(let elements, let tail): .improperList(elements.map(fill), tail: fill(tail))
        case .map(let map): .map(ErlangMap(map.entries.map { ($0.key, fill($0.value)) }))
        default: term
        }
    }
}

/// A text with placeholders in it: a binary, a string, a list of these and placeholders, or that list as
/// `{'$text', [Part]}`.
struct TextTemplate {
    private let parts: [ErlangTerm]

    init(_ text: String) {
        parts = [.binary(Array(text.utf8))]
    }

    /// The template from `{'$text', [Part]}`.
    init?(marked term: ErlangTerm) {
        guard let parts = term.tagged("$text", count: 2)?.first else { return nil }
        self.init(parts)
    }

    init?(_ term: ErlangTerm) {
        let term = term.tagged("$text", count: 2)?.first ?? term
        var parts: [ErlangTerm] = []
        for part in term.string == nil ? term.list ?? [term] : [term] {
            switch part {
            case .binary, .atom: parts.append(part)
            default:
                guard let text = part.string else { return nil }
                parts.append(.binary(Array(text.utf8)))
            }
        }
        self.parts = parts
    }

    /// The text as a binary.
    func fill(_ placeholders: Placeholders) -> ErlangTerm {
        var bytes: [UInt8] = []
        for part in parts { bytes += Array((placeholders.fill(part).word ?? "").utf8) }
        return .binary(bytes)
    }
}
