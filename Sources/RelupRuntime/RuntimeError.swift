/// Why what runs on the node cannot be built, read or used.
public struct RuntimeError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, as a program tells it apart.
    public enum Code: Hashable, Sendable {
        /// There are no beams in the folder.
        case notBuilt
        /// The folder holds something else, or not all.
        case malformed
        /// The compiler failed.
        case notCompiled
        /// A release runs an older OTP than the beams were compiled with.
        case tooNew
    }

    public let code: Code
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension RuntimeError: Equatable {
    public static func == (left: RuntimeError, right: RuntimeError) -> Bool { left.code == right.code }
}
