/// Reads bytes from front to back. A read past the end returns nil and moves nothing.
struct ByteCursor {
    let bytes: ArraySlice<UInt8>
    /// An index of `bytes`.
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }
    var remaining: Int { bytes.endIndex - position }

    mutating func byte() -> UInt8? {
        guard position < bytes.endIndex else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// A big-endian number of four bytes.
    mutating func word() -> UInt32? {
        guard let data = take(4) else { return nil }
        return data.reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
