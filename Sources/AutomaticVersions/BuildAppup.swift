internal import ErlangTerms
internal import Releases

/// The appup of an application that gets an automatic version.
enum BuildAppup {
    /// The appup for a new version; what it has for a plain version, it then has for the builds of it.
    ///
    /// `plain` is the version that the appup may be for, `bases` those of the application in the base releases. An appup
    /// for another version stays as it is.
    static func rewrite(_ term: ErlangTerm, plain: String, version: String, bases: [String]) -> ErlangTerm {
        guard var parts = term.tuple, parts.count == 3, isFor(parts[0], plain) else { return term }
        parts[0] = .string(version)
        for index in 1...2 {
            guard let entries = parts[index].list else { return term }
            var added: [ErlangTerm] = []
            for base in bases where (try? VersionMatch.script(for: base, in: parts[index])) == .some(nil) {
                let script = BuildVersion.plains(of: base).dropFirst().lazy
                    .compactMap { try? VersionMatch.script(for: $0, in: .list(entries)) }.first
                if let script { added.append(.tuple(.string(base), script)) }
            }
            parts[index] = .list(added + entries)
        }
        return .tuple(parts)
    }

    private static func isFor(_ term: ErlangTerm, _ plain: String) -> Bool {
        if term == .string(plain) { return true }
        guard case .binary = term else { return false }
        return (try? VersionMatch.script(for: plain, in: .list([.tuple(term, .emptyList)]))) ?? nil != nil
    }
}
