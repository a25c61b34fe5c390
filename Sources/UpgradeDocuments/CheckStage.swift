internal import ErlangTerms
public import RelupChecks

extension UpgradeDocument {
    /// The section `findings`, if the upgrade was checked.
    public func findings() throws -> CheckReport? {
        guard let term = self[.findings] else { return nil }
        return try CheckReport(TermFields(term, at: "findings"))
    }
}
