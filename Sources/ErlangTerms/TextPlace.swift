/// A place in a text: its line and column, both counted from 1, columns in code points.
public struct TextPlace: Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public var description: String { "\(line):\(column)" }

    /// The place `offset` bytes after this one in UTF-8 text; `bytes` are those between them.
    func advanced(over bytes: some Sequence<UInt8>) -> TextPlace {
        var (line, column) = (line, column)
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return TextPlace(line: line, column: column)
    }
}
