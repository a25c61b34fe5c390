internal import ErlangTerms
internal import ReleaseDiffs
internal import Releases
public import RelupModifications
public import Relups

/// Modifies the relup of an upgrade document: the work of `relup-modify` in the pipe.
public struct ModifyStage {
    public var request: ModificationRequest
    public var dialect: Dialect

    public init(request: ModificationRequest, dialect: Dialect = .repaired) {
        self.request = request
        self.dialect = dialect
    }

    /// What was done to a document's relup.
    public struct Result {
        public let unmodified: Relup
        public let outcome: RelupModification.Outcome
        /// Which modification this is, and why.
        public let reason: String
    }

    /// Puts a modified relup into a document, and into the section `modifications` what was done and the relup before.
    ///
    /// A document that is modified already is modified anew, from the relup as it was made.
    public func apply(to document: inout UpgradeDocument, environment: [String: String]) throws -> Result {
        let target = try document.releases().target
        let modules = try document.relupModules()
        let unmodified = try document.unmodifiedRelup() ?? document.relup()
        var request = request
        request.release = request.release ?? target.root
        let (outcome, reason) = try request.apply(
            to: unmodified,
            configuration: RelupModification.Configuration(
                name: Atom(target.release.name), dialect: dialect,
                declarations: Dictionary(modules.instructions.map { ($0.module, $0.declaration) }) { first, _ in first }
            ),
            facts: ModificationChoice.ReleaseFacts(
                applications: Set(target.release.applications.map(\.name)),
                modificationModules: modules.modifications),
            environment: environment)
        let section = ErlangTerm.fields([
            "reason": .string(reason), "steps": .list(outcome.changes.map { .string($0.description) }),
            "unmodified": unmodified.term,
        ])
        document.setModified(relup: outcome.relup.term, modifications: section)
        return Result(unmodified: unmodified, outcome: outcome, reason: reason)
    }
}

extension UpgradeDocument {
    /// The section `relup`: what `releases/VSN/relup` will hold.
    func relup() throws -> Relup {
        try RelupReader.relup(section(.relup), file: "section relup of the upgrade document")
    }

    /// The modules of the target that have a say in how the relup is modified; the same in the diff of each base.
    fileprivate func relupModules() throws -> RelupModules {
        guard self[.diff] != nil else { return RelupModules() }
        return try diffs().first?.relupModules ?? RelupModules()
    }

    /// The relup as it was made, if a modification has changed it.
    func unmodifiedRelup() throws -> Relup? {
        guard let term = self[.modifications] else { return nil }
        let unmodified = try TermFields(term, at: "modifications").term("unmodified")
        return try RelupReader.relup(unmodified, file: "section modifications of the upgrade document")
    }
}
