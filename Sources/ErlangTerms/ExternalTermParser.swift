internal import BigInt

/// The terms in bytes of the external term format.
struct ExternalTermParser {
    typealias Failure = ExternalTermError

    /// Bytes of an integer at most; more than any digits that `TermTextReader` takes.
    private static let maximumIntegerSize = 32_768

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    /// What errors add to `position`.
    private let offset: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    mutating func wholeTerm() throws(Failure) -> ErlangTerm {
        let term = try term()
        guard position == bytes.count else { throw failure(.trailingBytes, "\(left) bytes after the term") }
        return term
    }

    mutating func term() throws(Failure) -> ErlangTerm {
        let start = position
        let tag = try byte()
        switch tag {
        case ExternalTermTag.smallInteger: return .integer(Int(try byte()))
        case ExternalTermTag.integer: return .integer(Int(Int32(truncatingIfNeeded: try number(4))))
        case ExternalTermTag.smallBig: return try bigInteger(size: Int(try byte()))
        case ExternalTermTag.largeBig: return try bigInteger(size: try number(4))
        case ExternalTermTag.newFloat:
            return try finite(Double(bitPattern: UInt64(truncatingIfNeeded: try number(8))))
        case ExternalTermTag.float:
            let text = String(decoding: try take(31).prefix { $0 != 0 }, as: UTF8.self)
            return try finite(Double(text))
        case ExternalTermTag.atom, ExternalTermTag.smallAtom, ExternalTermTag.atomUTF8, ExternalTermTag.smallAtomUTF8:
            return .atom(try atom(tag))
        case ExternalTermTag.nil: return .emptyList
        case ExternalTermTag.string:
            return .list(try take(try number(2)).map { .integer(Int($0)) })
        case ExternalTermTag.binary: return .binary(Array(try take(try number(4))))
        case ExternalTermTag.bitBinary: return try bitstring()
        case ExternalTermTag.list, ExternalTermTag.smallTuple, ExternalTermTag.largeTuple, ExternalTermTag.map:
            return try compound(tag)
        case ExternalTermTag.export:
            let (module, function) = (try atom(), try atom())
            guard case .integer(let arity) = try term(), 0...255 ~= arity else {
                throw failure(.invalid, "invalid arity of a fun")
            }
            return .externalFunction(module: module, function: function, arity: arity)
        default:
            try skipOpaque(tag, start)
            return .opaque(Array(bytes[start..<position]))
        }
    }

    // MARK: Parts of terms

    private mutating func compound(_ tag: UInt8) throws(Failure) -> ErlangTerm {
        guard depth < TermTextReader.maximumDepth else {
            throw failure(.tooDeep, "nested deeper than \(TermTextReader.maximumDepth) levels")
        }
        depth += 1
        defer { depth -= 1 }
        switch tag {
        case ExternalTermTag.list:
            let elements = try terms(count: try number(4))
            return .cons(elements, try term())
        case ExternalTermTag.map:
            let count = try number(4)
            let terms = try terms(count: count * 2)
            // Its type is written out: the compiler searches for it for seconds, in each build of this module.
            let associations = (0..<count).lazy.map { (pair: Int) -> (ErlangTerm, ErlangTerm) in
                (terms[2 * pair], terms[2 * pair + 1])
            }
            let map = ErlangMap(associations)
            guard map.entries.count == count else { throw failure(.invalid, "map with a key twice") }
            return .map(map)
        case ExternalTermTag.smallTuple: return .tuple(try terms(count: Int(try byte())))
        default: return .tuple(try terms(count: try number(4)))
        }
    }

    private mutating func terms(count: Int) throws(Failure) -> [ErlangTerm] {
        guard count <= left else { throw failure(.truncated, "ends too early") }
        var terms: [ErlangTerm] = []
        terms.reserveCapacity(count)
        for _ in 0..<count { terms.append(try term()) }
        return terms
    }

    private mutating func atom() throws(Failure) -> Atom {
        try atom(try byte())
    }

    private mutating func atom(_ tag: UInt8) throws(Failure) -> Atom {
        let name: String?
        switch tag {
        case ExternalTermTag.atom: name = try latin1(try number(2))
        case ExternalTermTag.smallAtom: name = try latin1(Int(try byte()))
        case ExternalTermTag.atomUTF8: name = String(validating: try take(try number(2)), as: UTF8.self)
        case ExternalTermTag.smallAtomUTF8: name = String(validating: try take(Int(try byte())), as: UTF8.self)
        default: throw failure(.invalid, "tag \(tag) instead of an atom")
        }
        guard let name, name.utf8.count <= 255 || name.unicodeScalars.count <= 255 else {
            throw failure(.invalid, "invalid atom")
        }
        return Atom(name)
    }

    private mutating func latin1(_ count: Int) throws(Failure) -> String {
        let name = UnsafeBufferPointer(rebasing: try take(count))
        // Most names are ASCII, which is UTF-8 already.
        if name.allSatisfy({ $0 < 0x80 }) { return String(decoding: name, as: UTF8.self) }
        return String(String.UnicodeScalarView(name.map { Unicode.Scalar($0) }))
    }

    private mutating func bigInteger(size: Int) throws(Failure) -> ErlangTerm {
        guard size <= Self.maximumIntegerSize else { throw failure(.tooLarge, "integer of \(size) bytes") }
        let sign = try byte()
        let bytes = Array(try take(size))
        let words = stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<min(start + 8, bytes.count)].reversed().reduce(UInt(0)) { $0 << 8 | UInt($1) }
        }
        let magnitude = BigUInt(words: words)
        return .integer(BigInt(sign: sign == 0 ? .plus : .minus, magnitude: magnitude))
    }

    private func finite(_ value: Double?) throws(Failure) -> ErlangTerm {
        guard let value, value.isFinite else { throw failure(.invalid, "invalid float") }
        return .float(value)
    }

    private mutating func bitstring() throws(Failure) -> ErlangTerm {
        let count = try number(4)
        let bits = Int(try byte())
        guard count > 0, 1...8 ~= bits else { throw failure(.invalid, "invalid bitstring") }
        var bytes = Array(try take(count))
        bytes[count - 1] &= ~0 << UInt8(8 - bits)
        return bits == 8 ? .binary(bytes) : .bitstring(bytes, bitsInLastByte: bits)
    }

    /// Moves over a pid, port, reference or fun.
    private mutating func skipOpaque(_ tag: UInt8, _ start: Int) throws(Failure) {
        switch tag {
        case ExternalTermTag.pid: try skipNode(9)
        case ExternalTermTag.newPid: try skipNode(12)
        case ExternalTermTag.port, ExternalTermTag.reference: try skipNode(5)
        case ExternalTermTag.newPort: try skipNode(8)
        case ExternalTermTag.v4Port: try skipNode(12)
        case ExternalTermTag.newReference:
            let words = try number(2)
            try skipNode(1 + words * 4)
        case ExternalTermTag.newerReference:
            let words = try number(2)
            try skipNode(4 + words * 4)
        case ExternalTermTag.newFun:
            let size = try number(4)
            guard size >= 4 else { throw failure(.invalid, "invalid fun") }
            _ = try take(size - 4)
        default:
            position = start
            throw failure(.unknownTag, "unknown tag \(tag)")
        }
    }

    /// Moves over the name of a node, and `count` bytes.
    private mutating func skipNode(_ count: Int) throws(Failure) {
        _ = try atom()
        _ = try take(count)
    }

    // MARK: Bytes

    private var left: Int { bytes.count - position }

    private mutating func byte() throws(Failure) -> UInt8 {
        guard left > 0 else { throw failure(.truncated, "ends too early") }
        position += 1
        return bytes[position - 1]
    }

    /// A big-endian number.
    private mutating func number(_ size: Int) throws(Failure) -> Int {
        try take(size).reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func take(_ count: Int) throws(Failure) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard count <= left else { throw failure(.truncated, "ends too early") }
        position += count
        return bytes[(position - count)..<position]
    }

    private func failure(_ code: ExternalTermError.Code, _ reason: String) -> Failure {
        ExternalTermError(code: code, offset: offset + position, reason: reason)
    }
}
