package import Files

/// Why a directory or tarball cannot be read as a release.
package typealias ReleaseError = CodedError<ReleaseFault>

package enum ReleaseFault: Hashable, Sendable {
    /// There is no `.rel` file at the place at which a release has it.
    case notARelease
    /// There are several releases, and nothing says which one is meant.
    case ambiguous
    /// A resource file cannot be read or does not have its shape.
    case malformed
    /// An application of the release has no `.app` file of its version.
    case missingApplication
    /// A file is larger than one of its kind can be.
    case tooLarge
}
