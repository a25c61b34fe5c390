/// Why an appup that a project wrote cannot be used.
package struct AppupError: Error, Equatable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The file is not an Erlang term; the message has the place.
        case unreadable
        /// The term is not an appup.
        case malformed
        /// The file is a template, with places to be filled in.
        case template
    }

    package let code: Code
    package let file: String
    package let reason: String

    package init(_ code: Code, file: String, _ reason: String) {
        self.code = code
        self.file = file
        self.reason = reason
    }

    package var description: String { "cannot use '\(file)': \(reason)" }
}
