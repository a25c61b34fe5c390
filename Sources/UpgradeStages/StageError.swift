package import Files

/// Why a stage of the pipe cannot do its work.
package typealias StageError = CodedError<StageFault>

package enum StageFault: Hashable, Sendable {
    /// A stage has too few releases to work on.
    case missingRelease
    /// The output exists already.
    case exists
    /// A tarball or directory is not what it was when the document was written.
    case changedSource
    /// A relup does not fit the releases.
    case mismatchedRelup
    /// Code changed but its application's version did not, so release_handler would keep the old code.
    case unchangedVersion
    /// A link keeps release_handler from unpacking the release.
    case unsafeLink
    /// All base releases run the same as the target.
    case nothingToUpgrade
    /// The verdict is that the upgrade needs a restart.
    case restart
}

extension StageError {
    /// A release was read from standard input, which cannot be read again.
    static let gone = StageError(
        .missingRelease, "the release came from standard input and is gone: run relup-unpack first")
}
