internal import ErlangTerms

/// A term as sentences show it: on one line, cut off if it is long.
func shown(_ term: ErlangTerm) -> String {
    let text = TermTextPrinter.line(of: term)
    return text.count <= 120 ? text : "\(text.prefix(117))..."
}
