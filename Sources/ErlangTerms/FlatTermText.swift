internal import BigInt

/// The text of a term on one line, and, for `TermLayout` to break it, which part of it is what.
struct FlatTermText {
    /// A part of the text: a term, or an association of a map. A part comes before the parts inside it.
    struct Part {
        enum Kind: UInt8 {
            /// Never broken.
            case atomic
            case list
            /// The last part inside it is its tail.
            case improperList
            /// The first part inside it is an atom, and it is not the only one.
            case taggedTuple
            case tuple
            case map
            /// A key and its value.
            case association
            /// A binary as numbers.
            case binary
        }

        let kind: Kind
        let start: Int
        var end = 0
        /// In characters.
        var length = 0
        /// The index of the first part that is not inside this one.
        var next = 0
    }

    private(set) var text: [UInt8] = []
    private(set) var parts: [Part] = []
    private let isPretty: Bool
    private let isUnicode: Bool
    /// How many bytes of the whole text do not begin a character.
    private var continuationBytes = 0

    /// Whether the words that OTP 27 reserved are quoted.
    private let quotesLaterWords: Bool

    init(_ style: TermTextPrinter.Style, quotesLaterWords: Bool = false) {
        isPretty = style.isPretty
        isUnicode = style.isUnicode
        self.quotesLaterWords = quotesLaterWords
    }

    mutating func append(_ term: ErlangTerm) {
        switch term {
        case .atom(let atom): part(.atomic) { $0.append(atom) }
        case .integer(let value): part(.atomic) { $0.append(value) }
        case .bigInteger(let value): part(.atomic) { $0.append(value.description) }
        case .float(let value): part(.atomic) { $0.append(ShortestFloat.text(value)) }
        case .list([]): part(.atomic) { $0.append("[]") }
        case .list(let elements) where isPretty && elements.allSatisfy(Self.isPrintable):
            part(.atomic) { $0.appendString(elements) }
        case .list(let elements): part(.list) { $0.append(elements, "[", "]") }
        case .improperList(let elements, let tail):
            part(.improperList) { flat in
                flat.append(elements, "[", "|")
                flat.append(tail)
                flat.append("]")
            }
        case .tuple([]): part(.atomic) { $0.append("{}") }
        case .tuple(let elements):
            part(elements.count > 1 && elements[0].atom != nil ? .taggedTuple : .tuple) {
                $0.append(elements, "{", "}")
            }
        case .map(let map) where map.entries.isEmpty: part(.atomic) { $0.append("#{}") }
        case .map(let map): part(.map) { $0.append(map) }
        case .binary(let bytes): append(bytes)
        case .bitstring(let bytes, let bitsInLastByte): appendNumbers(bytes, bitsInLastByte)
        case .externalFunction(let module, let function, let arity):
            part(.atomic) { flat in
                flat.append("fun ")
                flat.append(nameInFun: module)
                flat.append(":")
                flat.append(nameInFun: function)
                flat.append("/")
                flat.append(arity)
            }
        case .opaque(let bytes): part(.atomic) { $0.append(OpaqueTerm.text(bytes)) }
        }
    }

    /// Appends a part, whose text `body` appends.
    private mutating func part(_ kind: Part.Kind, _ body: (inout FlatTermText) -> Void) {
        guard isPretty else { return body(&self) }
        let index = parts.count
        let before = continuationBytes
        parts.append(Part(kind: kind, start: text.count))
        body(&self)
        parts[index].end = text.count
        parts[index].length = text.count - parts[index].start - (continuationBytes - before)
        parts[index].next = parts.count
    }

    private mutating func append(_ elements: [ErlangTerm], _ open: StaticString, _ close: StaticString) {
        append(open)
        var isFirst = true
        for element in elements {
            if !isFirst { append(",") }
            isFirst = false
            append(element)
        }
        append(close)
    }

    private mutating func append(_ map: ErlangMap) {
        append("#{")
        var isFirst = true
        for entry in map.entries {
            if !isFirst { append(",") }
            isFirst = false
            part(.association) { flat in
                flat.append(entry.key)
                flat.append(" => ")
                flat.append(entry.value)
            }
        }
        append("}")
    }

    // MARK: Binaries

    private mutating func append(_ bytes: [UInt8]) {
        if bytes.isEmpty {
            part(.atomic) { $0.append("<<>>") }
        } else if isPretty, isUnicode, bytes.contains(where: { $0 >= 0x80 }),
            let string = String(validating: bytes, as: UTF8.self)
        {
            guard string.unicodeScalars.allSatisfy({ Self.isPrintable(Int($0.value)) }) else {
                return appendNumbers(bytes, 8)
            }
            part(.atomic) { flat in
                flat.append("<<")
                flat.appendEscaped(string.unicodeScalars.lazy.map { Int($0.value) }, "\"")
                flat.append("/utf8>>")
            }
        } else if isPretty, bytes.allSatisfy({ Self.isPrintable(Int($0)) }) {
            part(.atomic) { flat in
                flat.append("<<")
                flat.appendEscaped(bytes.lazy.map { Int($0) }, "\"")
                flat.append(">>")
            }
        } else {
            appendNumbers(bytes, 8)
        }
    }

    private mutating func appendNumbers(_ bytes: [UInt8], _ bitsInLastByte: Int) {
        part(.binary) { flat in
            flat.append("<<")
            for byte in bytes.dropLast() {
                flat.append(Int(byte))
                flat.append(",")
            }
            if let last = bytes.last {
                flat.append(Int(last >> UInt8(8 - bitsInLastByte)))
                if bitsInLastByte < 8 {
                    flat.append(":")
                    flat.append(bitsInLastByte)
                }
            }
            flat.append(">>")
        }
    }

    // MARK: Atoms and strings

    private mutating func append(_ atom: Atom) {
        if AtomText.needsNoQuotes(atom), !(quotesLaterWords && AtomText.isReservedLater(atom.name)) {
            append(atom.name)
        } else {
            appendEscaped(atom.name.unicodeScalars.lazy.map { Int($0.value) }, "'")
        }
    }

    /// An atom of a fun, which OTP also quotes if it contains an `@`.
    ///
    /// Differs from OTP: reserved words are quoted and characters above U+007F are written whole; as
    /// `erlang:fun_to_list/1` writes them, they cannot be read. Test: `funsCanBeRead`.
    private mutating func append(nameInFun atom: Atom) {
        if atom.name.utf8.contains(UInt8(ascii: "@")) {
            appendEscaped(atom.name.unicodeScalars.lazy.map { Int($0.value) }, "'")
        } else {
            append(atom)
        }
    }

    private mutating func appendString(_ elements: [ErlangTerm]) {
        appendEscaped(
            elements.lazy.map { element in
                if case .integer(let code) = element { code } else { 0 }
            }, "\"")
    }

    /// Characters that `~p` shows in strings: those of Latin-1 but for most of the control characters.
    private static func isPrintable(_ term: ErlangTerm) -> Bool {
        if case .integer(let code) = term { isPrintable(code) } else { false }
    }

    private static func isPrintable(_ code: Int) -> Bool {
        switch code {
        case 0x20...0x7E, 0xA0...0xFF, 0x08...0x0D, 0x1B: true
        default: false
        }
    }

    /// Appends characters between quotes, or without quotes, and escapes those that cannot stand there.
    mutating func appendEscaped(_ codes: some Sequence<Int>, _ quote: Unicode.Scalar?) {
        let quote = quote.map { Int($0.value) } ?? -1
        if quote >= 0 { text.append(UInt8(quote)) }
        for code in codes {
            switch code {
            case quote, 0x5C:
                text.append(0x5C)
                text.append(UInt8(code))
            case 0x20...0x7E: text.append(UInt8(code))
            case 0xA0... where isUnicode || code <= 0xFF: appendScalar(code)
            case 0xA0...:
                append("\\x{")
                append(String(code, radix: 16, uppercase: true))
                append("}")
            default:
                text.append(0x5C)
                if let letter = AtomText.escapeLetters[code] {
                    text.append(letter)
                } else {
                    for shift in [6, 3, 0] { text.append(UInt8(48 + code >> shift & 7)) }
                }
            }
        }
        if quote >= 0 { text.append(UInt8(quote)) }
    }

    private mutating func appendScalar(_ code: Int) {
        guard let scalar = UInt32(exactly: code).flatMap({ Unicode.Scalar($0) }) else { return }
        let bytes = UTF8.encode(scalar)!
        text.append(contentsOf: bytes)
        continuationBytes += bytes.count - 1
    }

    // MARK: Bytes

    private mutating func append(_ string: String) {
        for byte in string.utf8 {
            text.append(byte)
            if byte & 0xC0 == 0x80 { continuationBytes += 1 }
        }
    }

    private mutating func append(_ ascii: StaticString) {
        text.append(contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    private mutating func append(_ value: Int) {
        if 0..<1000 ~= value {
            if value >= 100 { text.append(UInt8(48 + value / 100)) }
            if value >= 10 { text.append(UInt8(48 + value / 10 % 10)) }
            return text.append(UInt8(48 + value % 10))
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (start, rest) = (digits.count, value.magnitude)
            while rest > 0 {
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                rest /= 10
            }
            if value < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            text.append(contentsOf: digits[start...])
        }
    }
}
