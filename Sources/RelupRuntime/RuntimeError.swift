/// Why the carried modules cannot be built, read or used.
package struct RuntimeError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, for programs.
    package enum Code: Hashable, Sendable {
        /// There are no beams in the folder.
        case notBuilt
        /// The folder contains something else, or not everything.
        case malformed
        /// The compiler failed.
        case notCompiled
        /// A release runs an older OTP than the beams were compiled with.
        case tooNew
    }

    package let code: Code
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

extension RuntimeError: Equatable {
    package static func == (left: RuntimeError, right: RuntimeError) -> Bool { left.code == right.code }
}
