package import ErlangTerms
package import RegularExpressions

/// Finds the script for a version among the entries of an appup, `[{Vsn, Script}]`.
///
/// An entry's version is a string, which must be equal, or a binary: a regular expression whose first match must be the
/// whole version. The first entry that matches counts.
package enum VersionMatch {
    /// Why the entries cannot be searched. OTP crashes on these.
    package enum Fault: Error, Equatable {
        /// They are not a list, or one with an improper tail: `function_clause`.
        case improperList
        /// `badarg`.
        case badExpression(String, RegularExpressionError)
    }

    /// As `systools_relup:appup_search_for_version/2`, OTP 25.2: does not look at entries after the one found, nor at
    /// entries that are not pairs.
    package static func script(for version: String, in entries: ErlangTerm) throws(Fault) -> ErlangTerm? {
        let elements: [ErlangTerm]
        switch entries {
        case .list(let list), .improperList(let list, _): elements = list
        default: throw .improperList
        }
        let wanted = ErlangTerm.string(version)
        for element in elements {
            guard let pair = element.tuple, pair.count == 2 else { continue }
            if pair[0] == wanted { return pair[1] }
            if case .binary(let pattern) = pair[0], try matches(version, pattern) { return pair[1] }
        }
        guard entries.list != nil else { throw .improperList }
        return nil
    }

    private static func matches(_ version: String, _ pattern: [UInt8]) throws(Fault) -> Bool {
        do {
            return try RegularExpression(pattern).matchesWhole(Array(version.utf8))
        } catch {
            throw .badExpression(String(decoding: pattern, as: UTF8.self), error)
        }
    }
}
