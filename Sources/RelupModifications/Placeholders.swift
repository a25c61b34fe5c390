internal import ErlangTerms

/// What a modification may say of the script that it works on, without knowing it: `'$name'` (an atom), `'$up_version'`
/// and `'$down_version'` (binaries), `'$changed_modules'` (a list of atoms).
enum Placeholders {
    /// The term with its placeholders replaced. Keys of maps are left as they are.
    static func fill(_ term: ErlangTerm, in script: ScriptModification) -> ErlangTerm {
        switch term {
        case .atom(let atom): value(of: atom, in: script) ?? term
        case .tuple(let elements): .tuple(elements.map { fill($0, in: script) })
        case .list(let elements): .list(elements.map { fill($0, in: script) })
        case .improperList(let elements, let tail):
            .improperList(elements.map { fill($0, in: script) }, tail: fill(tail, in: script))
        case .map(let map):
            .map(ErlangMap(map.entries.map { ($0.key, fill($0.value, in: script)) }))
        default: term
        }
    }

    private static func value(of atom: Atom, in script: ScriptModification) -> ErlangTerm? {
        switch atom {
        case "$name": .atom(script.name)
        case "$up_version": .binary(Array(script.upVersion.utf8))
        case "$down_version": .binary(Array(script.downVersion.utf8))
        case "$changed_modules": .list(script.changedModules)
        default: nil
        }
    }
}

/// A text for people with placeholders in it: a binary, a string, or a list of these and placeholders.
struct TextTemplate {
    private let parts: [ErlangTerm]

    init?(_ term: ErlangTerm) {
        if let text = term.string {
            parts = [.binary(Array(text.utf8))]
            return
        }
        var parts: [ErlangTerm] = []
        for part in term.list ?? [term] {
            switch part {
            case .binary, .atom: parts.append(part)
            default:
                guard let text = part.string else { return nil }
                parts.append(.binary(Array(text.utf8)))
            }
        }
        self.parts = parts
    }

    init(_ text: String) {
        parts = [.binary(Array(text.utf8))]
    }

    /// The text as a binary.
    func fill(in script: ScriptModification) -> ErlangTerm {
        var bytes: [UInt8] = []
        for part in parts {
            switch Placeholders.fill(part, in: script) {
            case .binary(let part): bytes += part
            case .atom(let atom): bytes += Array(atom.name.utf8)
            default: break
            }
        }
        return .binary(bytes)
    }
}
