package import Files

/// Why a text is not an upgrade document that this version can use.
package typealias UpgradeDocumentError = CodedError<UpgradeDocumentFault>

package enum UpgradeDocumentFault: Hashable, Sendable {
    /// There was nothing to read.
    case empty
    /// The text is not an Erlang term.
    case unreadable
    /// It is a term, but not an upgrade document.
    case notADocument
    /// The document has another major version.
    case otherVersion
    /// A section that an earlier stage writes is missing.
    case missingSection
    /// A section does not have the shape of `Documentation/UpgradeDocument.md`.
    case malformedSection
    /// Releases have different names; an upgrade is between versions of one release.
    case mismatchedReleases
    /// Two releases have the same version.
    case sameVersion
    /// No release was given.
    case missingRelease
}
