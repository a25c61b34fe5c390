extension JSON {
    /// The value that a JSON text contains; nil if it is not JSON, nests deeper than 64, or has a number that is not an
    /// integer of 64 bits.
    package init?(text: some Sequence<UInt8>) {
        var reader = JSONReader(Array(text))
        guard let value = reader.value(depth: 0), reader.isAtEnd() else { return nil }
        self = value
    }

    /// The value of an object's member; of two with the same name the first.
    package subscript(name: String) -> JSON? {
        if case .object(let members) = self { members.first { $0.name == name }?.value } else { nil }
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var number: Int? { if case .number(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
}

private struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0

    private static let depthLimit = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func isAtEnd() -> Bool {
        skipSpace()
        return place == bytes.count
    }

    mutating func value(depth: Int) -> JSON? {
        guard depth < Self.depthLimit else { return nil }
        skipSpace()
        guard place < bytes.count else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "{"):
            var members: [(name: String, value: JSON)] = []
            let isRead = list(UInt8(ascii: "}")) { reader in
                reader.skipSpace()
                guard let name = reader.string(), reader.skip(":"), let value = reader.value(depth: depth + 1) else {
                    return false
                }
                members.append((name, value))
                return true
            }
            return isRead ? .object(members) : nil
        case UInt8(ascii: "["):
            var elements: [JSON] = []
            let isRead = list(UInt8(ascii: "]")) { reader in
                guard let value = reader.value(depth: depth + 1) else { return false }
                elements.append(value)
                return true
            }
            return isRead ? .array(elements) : nil
        case UInt8(ascii: "\""): return string().map { .string($0) }
        default:
            let start = place
            while place < bytes.count, !",]} \t\r\n".utf8.contains(bytes[place]) { place += 1 }
            let word = String(decoding: bytes[start..<place], as: UTF8.self)
            switch word {
            case "null": return .null
            case "true", "false": return .boolean(word == "true")
            default: return Int(word).map { .number($0) }
            }
        }
    }

    /// Reads elements with commas in between, from the opening bracket to the closing one.
    private mutating func list(_ close: UInt8, _ element: (inout JSONReader) -> Bool) -> Bool {
        place += 1
        skipSpace()
        if place < bytes.count, bytes[place] == close {
            place += 1
            return true
        }
        while element(&self) {
            skipSpace()
            guard place < bytes.count else { return false }
            place += 1
            if bytes[place - 1] == close { return true }
            guard bytes[place - 1] == UInt8(ascii: ",") else { return false }
        }
        return false
    }

    private mutating func string() -> String? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
        place += 1
        var units: [UInt8] = []
        var surrogates: [UInt16] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte != UInt8(ascii: "\\") || place < bytes.count && bytes[place] != UInt8(ascii: "u") {
                units += String(decoding: surrogates, as: UTF16.self).utf8
                surrogates = []
            }
            switch byte {
            case UInt8(ascii: "\""): return String(validating: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard place < bytes.count else { return nil }
                place += 1
                switch bytes[place - 1] {
                case UInt8(ascii: "n"): units.append(0x0A)
                case UInt8(ascii: "t"): units.append(0x09)
                case UInt8(ascii: "r"): units.append(0x0D)
                case UInt8(ascii: "b"): units.append(0x08)
                case UInt8(ascii: "f"): units.append(0x0C)
                case UInt8(ascii: "u"):
                    guard place + 4 <= bytes.count,
                        let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
                    else { return nil }
                    surrogates.append(unit)
                    place += 4
                case let other: units.append(other)
                }
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count, " \t\r\n".utf8.contains(bytes[place]) { place += 1 }
    }
}
