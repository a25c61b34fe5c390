/// Why an appup that a project wrote cannot be used.
public struct AppupError: Error, Equatable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// The file is not an Erlang term; the message has the place.
        case unreadable
        /// The term is not an appup.
        case malformed
        /// The file is a template, with places to be filled in.
        case template
    }

    public let code: Code
    public let file: String
    public let reason: String

    public init(_ code: Code, file: String, _ reason: String) {
        self.code = code
        self.file = file
        self.reason = reason
    }

    public var description: String { "cannot use '\(file)': \(reason)" }
}
