internal import ErlangTerms

/// The parts that low-level and high-level instructions share, as `systools_rc`, OTP 25.2, checks them.
///
/// Each function reads what its name says, or throws OTP's fault.
enum TermSyntax {
    static func module(_ term: ErlangTerm) throws(ScriptFault) -> Atom {
        guard let name = term.atom else { throw ScriptFault(bad: "module", term, "is not a module's name") }
        return name
    }

    static func modules(_ term: ErlangTerm) throws(ScriptFault) -> [Atom] {
        var names: [Atom] = []
        if let elements = term.list { names.reserveCapacity(elements.count) }
        try eachElement(term) { (element) throws(ScriptFault) in names.append(try module(element)) }
        return names
    }

    /// `PrePurge` and `PostPurge`.
    static func purges(_ terms: ArraySlice<ErlangTerm>) throws(ScriptFault) -> Purges {
        let methods = try terms.map(purge)
        return Purges(before: methods[0], after: methods[1])
    }

    private static func purge(_ term: ErlangTerm) throws(ScriptFault) -> Purges.Method {
        switch term {
        case .atom("soft_purge"): return .soft
        case .atom("brutal_purge"): return .brutal
        default: throw ScriptFault(bad: "purge_method", term, "is neither soft_purge nor brutal_purge")
        }
    }

    /// The timeout, or nil if it is the default one.
    static func timeout(_ term: ErlangTerm) throws(ScriptFault) -> ErlangTerm? {
        switch term {
        case .integer(let value) where value > 0: return term
        case .bigInteger(let value) where value > 0: return term
        case .atom("infinity"): return term
        case .atom("default"): return nil
        default: throw ScriptFault(bad: "timeout", term, "is not a timeout")
        }
    }

    static func eachElement(
        _ term: ErlangTerm, _ read: (ErlangTerm) throws(ScriptFault) -> Void
    ) throws(ScriptFault) {
        switch term {
        case .list(let elements):
            for element in elements { try read(element) }
        case .improperList(let elements, _):
            for element in elements { try read(element) }
            throw ScriptFault(functionClause: "the list \(shown(term)) is improper")
        default:
            throw noList(term)
        }
    }

    static func noList(_ term: ErlangTerm) -> ScriptFault { ScriptFault(bad: "list", term, "is not a list") }

    static func isAnyList(_ term: ErlangTerm) -> Bool {
        switch term {
        case .list, .improperList: true
        default: false
        }
    }
}
