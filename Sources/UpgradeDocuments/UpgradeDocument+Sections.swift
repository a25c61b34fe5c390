internal import ErlangTerms
internal import Files
package import ReleaseDiffs
package import RelupChecks
package import Relups

/// The sections that contain the results of stages, as values.
extension UpgradeDocument {
    /// The section `diff`: how the target differs from each base, in the order of the bases.
    ///
    /// Modules are most of a document; unless `readsModules`, it is as if no application had any.
    package func diffs(readsModules: Bool = true) throws -> [ReleaseDiff] {
        try TermFields.each(stored(.diff), at: "diff") { (diff, place) throws(TermShapeError) in
            try ReleaseDiff(diff, at: place, readsModules: readsModules)
        }
    }

    /// The section `relup`: what `releases/VSN/relup` will contain.
    package func relup() throws -> Relup {
        try RelupReader.relup(section(.relup), file: "section relup of the upgrade document")
    }

    /// What was done to modify the relup, for people.
    package func modificationSteps() throws -> [String] {
        guard let term = self[.modifications] else { return [] }
        return try TermFields(term, at: "modifications").strings("steps")
    }

    /// The relup as it was made, if a modification has changed it.
    package func unmodifiedRelup() throws -> Relup? {
        guard let term = self[.modifications] else { return nil }
        let unmodified = try TermFields(term, at: "modifications").term("unmodified")
        return try RelupReader.relup(unmodified, file: "section modifications of the upgrade document")
    }

    /// The section `findings`, if the upgrade was checked.
    package func findings() throws -> CheckReport? {
        guard let term = self[.findings] else { return nil }
        return try CheckReport(TermFields(term, at: "findings"))
    }
}
