package import ErlangTerms

/// The term of an Erlang text, `{a, "b"}`, without a final dot.
package func term(_ text: String) -> ErlangTerm {
    do {
        return try TermTextReader.term(fromText: text, name: "a test")
    } catch {
        preconditionFailure("\(error)")
    }
}
