internal import ErlangTerms

/// A term as a sentence shows it: on one line, and not at length.
func shown(_ term: ErlangTerm) -> String {
    let text = TermTextPrinter.line(of: term)
    return text.count <= 120 ? text : "\(text.prefix(117))..."
}
