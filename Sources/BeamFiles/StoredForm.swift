public import ErlangTerms

/// The form of a term that code stores: what its readers rely on, without its values, which may be secrets.
///
/// Tuples keep their size and their first element if it is an atom; maps keep their keys. Other terms are replaced by
/// their type: `list`, `integer`, `float`, `binary`, `atom`, … `_` stands for what the code does not show, and for
/// atoms in tuples and maps, which are often placeholders.
public enum StoredForm {
    /// The greatest depth that forms show.
    private static let depthLimit = 4

    /// The form of what a call stores. Tables accept lists of rows: the form is then the list of their forms, each
    /// once.
    static func form(of term: ErlangTerm, storedBy function: ExternalFunction) -> ErlangTerm {
        guard function.module != "persistent_term" else { return form(of: term, depth: 0) }
        let rows: [ErlangTerm]
        switch term {
        case .list(let elements): rows = elements
        case .improperList(let elements, let tail): rows = elements + [tail]
        default: return form(of: term, depth: 0)
        }
        return .list(Set(rows.map { form(of: $0, depth: 0) }).sorted { TermOrder.terms($0, $1) == .less })
    }

    private static func form(of term: ErlangTerm, depth: Int) -> ErlangTerm {
        guard depth < depthLimit, term != blank else { return blank }
        func inner(_ term: ErlangTerm) -> ErlangTerm { form(of: term, depth: depth + 1) }
        return switch term {
        case .tuple(let elements):
            .tuple(elements.enumerated().map { $0 == 0 && $1.atom != nil ? $1 : inner($1) })
        case .map(let map):
            .map(ErlangMap(map.entries.map { ($0.key, $0.key == .atom("__struct__") ? $0.value : inner($0.value)) }))
        case .atom: depth == 0 ? .atom("atom") : blank
        case .integer, .bigInteger: .atom("integer")
        case .float: .atom("float")
        case .binary: .atom("binary")
        case .list, .improperList: .atom("list")
        default: blank
        }
    }

    /// Whether a term with one form may also have the other, as far as both are shown.
    public static func agree(_ left: ErlangTerm, _ right: ErlangTerm) -> Bool {
        if left == blank || right == blank { return true }
        switch (left, right) {
        case (.tuple(let left), .tuple(let right)):
            return left.count == right.count && zip(left, right).allSatisfy(agree)
        case (.map(let left), .map(let right)):
            return left.entries.map(\.key) == right.entries.map(\.key)
                && zip(left.entries, right.entries).allSatisfy { agree($0.value, $1.value) }
        default: return left == right
        }
    }

    /// Stands for a form that is not shown.
    public static let blank = ErlangTerm.atom("_")
}
