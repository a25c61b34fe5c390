/// An error that programs know by a code and people by a message.
package struct CodedError<Code: Hashable & Sendable>: Error, Equatable, CustomStringConvertible {
    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
