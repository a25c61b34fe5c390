/// Why bytes are not a term in the external term format.
///
/// Shown as `not an Erlang term: byte 12: unknown tag 200`.
public struct ExternalTermError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, for programs to distinguish.
    public enum Code: Hashable, Sendable {
        /// The first byte is not 131.
        case version
        case unknownTag
        /// The term continues after the last byte.
        case truncated
        /// The term ends before the last byte.
        case trailingBytes
        /// A value that its tag does not allow.
        case invalid
        /// Nested deeper than `TermTextReader.maximumDepth`.
        case tooDeep
        /// An integer, or an uncompressed term, is larger than any in use.
        case tooLarge
    }

    public let code: Code
    /// The offset, counted from 0; in the uncompressed bytes if the term is compressed.
    public let offset: Int
    public let reason: String

    public var description: String { "not an Erlang term: byte \(offset): \(reason)" }

    public static func == (left: ExternalTermError, right: ExternalTermError) -> Bool {
        left.code == right.code && left.offset == right.offset
    }
}
