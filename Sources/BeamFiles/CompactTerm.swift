/// Numbers in the compact form of the `Code` chunk: three tag bits, then the value in as few bytes as it needs.
enum CompactTerm {
    /// The tags of operands: what their value means.
    enum Tag: UInt8 {
        case unsigned, integer, atom, x, y, label, character, extended
    }

    /// The next tag and value; a value outside the range of `Int` is `bigValue`.
    static func next(_ cursor: inout ByteCursor) -> (tag: Tag, value: Int)? {
        guard let head = cursor.byte(), let tag = Tag(rawValue: head & 7) else { return nil }
        if head & 8 == 0 { return (tag, Int(head >> 4)) }
        if head & 16 == 0 { return cursor.byte().map { (tag, Int(head & 0xE0) << 3 | Int($0)) } }
        var length = Int(head >> 5) + 2
        if head >> 5 == 7 {
            // The length is itself a compact number. No compiler writes one that needs a length of its own.
            guard let next = cursor.byte(), next & 7 == 0 else { return nil }
            if next & 8 == 0 {
                length = Int(next >> 4) + 9
            } else {
                guard next & 16 == 0, let low = cursor.byte() else { return nil }
                length = (Int(next & 0xE0) << 3 | Int(low)) + 9
            }
        }
        guard let bytes = cursor.take(length), let first = bytes.first else { return nil }
        if length > 8 { return (tag, bigValue) }
        return (tag, bytes.dropFirst().reduce(Int(Int8(bitPattern: first))) { $0 << 8 | Int($1) })
    }

    /// Stands for all numbers that do not fit into `Int`.
    static let bigValue = Int.min

    /// The next value, which must be an unsigned one.
    static func unsigned(_ cursor: inout ByteCursor) -> Int? {
        guard let (tag, value) = next(&cursor), tag == .unsigned, value >= 0 else { return nil }
        return value
    }
}
