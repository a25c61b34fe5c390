public import UpgradeDocuments

/// Why a stage of the pipe cannot do its work.
public struct StageError: Error, Equatable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// A stage has too few releases to work on.
        case missingRelease
        /// What would be written is there already.
        case exists
        /// A tarball or directory is not what it was when the document was written.
        case changedSource
        /// A relup does not fit the releases.
        case mismatchedRelup
        /// Code changed but its application's version did not, so that release_handler would keep the old code.
        case unchangedVersion
        /// The verdict is that the upgrade needs a restart.
        case restart
    }

    public let code: Code
    public let message: String

    /// A release was read from standard input, where it is no more.
    static let gone = StageError(
        .missingRelease, "the release came from standard input and is gone: run relup-unpack before")

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
