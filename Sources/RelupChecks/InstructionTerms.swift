internal import ErlangTerms

extension ErlangTerm {
    /// The elements of `Argument`, if this is an instruction `{Name, Argument}` whose argument is a tuple.
    func argument(of name: Atom) -> [ErlangTerm]? {
        tagged(name, count: 2)?.first?.tuple
    }
}
