package import Files

/// Why the carried modules cannot be built, read or used.
package typealias RuntimeError = CodedError<RuntimeFault>

package enum RuntimeFault: Hashable, Sendable {
    /// There are no beams in the folder.
    case notBuilt
    /// The folder contains something else, or not everything.
    case malformed
    /// The compiler failed.
    case notCompiled
    /// A release runs an older OTP than the beams were compiled with.
    case tooNew
}
