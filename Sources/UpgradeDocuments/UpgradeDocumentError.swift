/// Why a text is no upgrade document that this version can use.
public struct UpgradeDocumentError: Error, Equatable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// Nothing was there to read.
        case empty
        /// The text is no Erlang term.
        case unreadable
        /// A term, but no upgrade document.
        case notADocument
        /// A document of another major version.
        case otherVersion
        /// A section is missing that an earlier stage writes.
        case missingSection
        /// A section has not the shape of `Documentation/UpgradeDocument.md`.
        case malformedSection
        /// Two releases of the same version, or of different names, where an upgrade is between versions of one.
        case mismatchedReleases
        /// No release was given.
        case missingRelease
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
