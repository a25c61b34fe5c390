internal import ErlangTerms
internal import Releases
public import RelupModifications
internal import Relups

/// Modifies the relup of an upgrade document: the work of `relup-modify` in the pipe.
public struct ModifyStage {
    /// A modification, and why this one applies.
    public struct Choice {
        public var modification: RelupModification
        public var reason: String

        public init(_ modification: RelupModification, reason: String) {
            self.modification = modification
            self.reason = reason
        }
    }

    public var dialect: Dialect

    public init(dialect: Dialect = .repaired) {
        self.dialect = dialect
    }

    /// Puts a modified relup into a document, and into the section `modifications` what was done and the relup before.
    ///
    /// A document that is modified already is modified anew, from the relup as it was made.
    public func apply(_ choice: Choice, to document: inout UpgradeDocument) throws -> RelupModification.Outcome {
        let releases = try document.releases()
        let unmodified = try document.unmodifiedRelup() ?? document.relup()
        let configuration = RelupModification.Configuration(
            name: Atom(releases.target.release.name), dialect: dialect)
        let outcome = try choice.modification.apply(to: unmodified, configuration: configuration)
        let section = ErlangTerm.fields([
            "modification": .string(choice.modification.name), "reason": .string(choice.reason),
            "steps": .list(outcome.changes.map { .string($0.description) }), "unmodified": unmodified.term,
        ])
        document.setModified(relup: outcome.relup.term, modifications: section)
        return outcome
    }
}

extension UpgradeDocument {
    /// The section `relup`: what `releases/VSN/relup` will hold.
    func relup() throws -> Relup {
        try RelupReader.relup(section(.relup), file: "section relup of the upgrade document")
    }

    /// The relup as it was made, if a modification has changed it.
    func unmodifiedRelup() throws -> Relup? {
        guard let term = self[.modifications] else { return nil }
        let unmodified = try TermFields(term, at: "modifications").term("unmodified")
        return try RelupReader.relup(unmodified, file: "section modifications of the upgrade document")
    }
}
