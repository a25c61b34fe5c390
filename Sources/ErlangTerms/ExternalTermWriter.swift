internal import BigInt

/// Writes terms in the external term format, byte for byte as `term_to_binary/2` of OTP 25.2 does with
/// `{minor_version, 2}`.
public enum ExternalTermWriter {
    public static func bytes(of term: ErlangTerm) -> [UInt8] {
        var buffer = ExternalTermBuffer()
        buffer.bytes.append(ExternalTermTag.version)
        buffer.append(term)
        return buffer.bytes
    }
}

private struct ExternalTermBuffer {
    var bytes: [UInt8] = []

    mutating func append(_ term: ErlangTerm) {
        switch term {
        case .atom(let atom): append(atom)
        case .integer(let value): append(value)
        case .bigInteger(let value): append(value)
        case .float(let value):
            bytes.append(ExternalTermTag.newFloat)
            append(number: value.bitPattern)
        case .binary(let value):
            bytes.append(ExternalTermTag.binary)
            append(number: UInt32(value.count))
            bytes += value
        case .bitstring(let value, let bitsInLastByte):
            bytes.append(ExternalTermTag.bitBinary)
            append(number: UInt32(value.count))
            bytes.append(UInt8(bitsInLastByte))
            bytes += value
        case .tuple(let elements):
            if let count = UInt8(exactly: elements.count) {
                bytes += [ExternalTermTag.smallTuple, count]
            } else {
                bytes.append(ExternalTermTag.largeTuple)
                append(number: UInt32(elements.count))
            }
            for element in elements { append(element) }
        case .list(let elements): append(elements)
        case .improperList(let elements, let tail):
            append(elements, tail: tail)
        case .map(let map):
            bytes.append(ExternalTermTag.map)
            append(number: UInt32(map.entries.count))
            for entry in map.entries {
                append(entry.key)
                append(entry.value)
            }
        case .externalFunction(let module, let function, let arity):
            bytes.append(ExternalTermTag.export)
            append(module)
            append(function)
            append(arity)
        case .opaque(let value): bytes += value
        }
    }

    private mutating func append(_ atom: Atom) {
        let name = atom.name.utf8
        if let count = UInt8(exactly: name.count) {
            bytes += [ExternalTermTag.smallAtomUTF8, count]
        } else {
            bytes.append(ExternalTermTag.atomUTF8)
            append(number: UInt16(name.count))
        }
        bytes += name
    }

    private mutating func append(_ elements: [ErlangTerm]) {
        if elements.isEmpty {
            bytes.append(ExternalTermTag.nil)
        } else if let count = UInt16(exactly: elements.count), elements.allSatisfy({ Self.byte($0) != nil }) {
            bytes.append(ExternalTermTag.string)
            append(number: count)
            bytes += elements.lazy.compactMap(Self.byte)
        } else {
            append(elements, tail: .emptyList)
        }
    }

    private mutating func append(_ elements: [ErlangTerm], tail: ErlangTerm) {
        bytes.append(ExternalTermTag.list)
        append(number: UInt32(elements.count))
        for element in elements { append(element) }
        append(tail)
    }

    private static func byte(_ term: ErlangTerm) -> UInt8? {
        if case .integer(let value) = term { UInt8(exactly: value) } else { nil }
    }

    private mutating func append(_ value: Int) {
        if let byte = UInt8(exactly: value) {
            bytes += [ExternalTermTag.smallInteger, byte]
        } else if let value = Int32(exactly: value) {
            bytes.append(ExternalTermTag.integer)
            append(number: UInt32(bitPattern: value))
        } else {
            append(BigInt(value))
        }
    }

    private mutating func append(_ value: BigInt) {
        var magnitude = value.magnitude.words.flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
        while magnitude.last == 0 { magnitude.removeLast() }
        if let count = UInt8(exactly: magnitude.count) {
            bytes += [ExternalTermTag.smallBig, count]
        } else {
            bytes.append(ExternalTermTag.largeBig)
            append(number: UInt32(magnitude.count))
        }
        bytes.append(value.sign == .minus ? 1 : 0)
        bytes += magnitude
    }

    /// Big-endian, in as many bytes as its type has.
    private mutating func append(number: some FixedWidthInteger & UnsignedInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
