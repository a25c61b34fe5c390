/// A term in memory, or as its text until somebody asks for it.
package enum StoredTerm: Sendable {
    case term(ErlangTerm)
    case text(TermText)

    /// Of a text, it is read each time.
    package var term: ErlangTerm {
        switch self {
        case .term(let term): term
        case .text(let text): text.term
        }
    }

    /// The elements, if this is a tuple.
    package var tuple: [StoredTerm]? {
        switch self {
        case .term(let term): term.tuple?.map { .term($0) }
        case .text(let text): text.tuple?.map { .text($0) }
        }
    }

    /// The elements, if this is a proper list.
    package var elements: [StoredTerm]? {
        switch self {
        case .term(let term): term.list?.map { .term($0) }
        case .text(let text): text.elements?.map { .text($0) } ?? text.term.list?.map { .term($0) }
        }
    }
}
