internal import BigInt

/// The text of a term on one line.
struct FlatTermText {
    private(set) var text: [UInt8] = []
    private let isPretty: Bool
    private let isUnicode: Bool
    /// How many bytes of the text do not begin a character.
    private var continuationBytes = 0
    private var limit = Int.max
    /// Whether there would have been more characters than the limit, so that some of the text is left out.
    private(set) var isCut = false

    /// Whether the words that OTP 27 reserved are quoted.
    private let quotesLaterWords: Bool

    init(_ style: TermTextPrinter.Style, quotesLaterWords: Bool = false) {
        isPretty = style.isPretty
        isUnicode = style.isUnicode
        self.quotesLaterWords = quotesLaterWords
    }

    /// In characters.
    var length: Int { text.count - continuationBytes }

    /// Begins another text. Of one with more characters than the limit, what takes time is left out.
    mutating func restart(limit: Int = .max) {
        text.removeAll(keepingCapacity: true)
        continuationBytes = 0
        self.limit = limit
        isCut = false
    }

    mutating func append(_ term: ErlangTerm) {
        switch term {
        case .atom(let atom): append(atom)
        case .integer(let value): append(value)
        case .bigInteger(let value): append(value.description)
        case .float(let value): append(ShortestFloat.text(value))
        case .list(let elements) where !hasRoom(for: elements.count): break
        case .list([]): append("[]")
        case .list(let elements) where isString(elements): appendString(elements)
        case .list(let elements): append(elements, "[", "]")
        case .improperList(let elements, let tail):
            append(elements, "[", "|")
            append(tail)
            append("]")
        case .tuple(let elements): append(elements, "{", "}")
        case .map(let map):
            append("#{")
            appendEach(map.entries) { $0.append($1) }
            append("}")
        case .binary(let bytes): append(bytes)
        case .bitstring(let bytes, let bitsInLastByte): appendNumbers(bytes, bitsInLastByte)
        case .externalFunction(let module, let function, let arity):
            append("fun ")
            append(nameInFun: module)
            append(":")
            append(nameInFun: function)
            append("/")
            append(arity)
        case .opaque(let bytes): append(OpaqueTerm.text(bytes))
        }
    }

    /// Appends an association of a map.
    mutating func append(_ entry: ErlangMap.Entry) {
        append(entry.key)
        append(" => ")
        append(entry.value)
    }

    private mutating func append(_ elements: [ErlangTerm], _ open: StaticString, _ close: StaticString) {
        append(open)
        appendEach(elements) { $0.append($1) }
        append(close)
    }

    /// Appends elements with commas between them, as far as the limit lets it.
    private mutating func appendEach<Element>(_ elements: [Element], _ body: (inout FlatTermText, Element) -> Void) {
        guard hasRoom(for: elements.count) else { return }
        var isFirst = true
        for element in elements {
            guard !isCut, hasRoom(for: 1) else { return }
            if !isFirst { append(",") }
            isFirst = false
            body(&self, element)
        }
    }

    /// Whether so many characters more keep within the limit; if not, the text is cut.
    private mutating func hasRoom(for count: Int) -> Bool {
        if count > limit - length { isCut = true }
        return !isCut
    }

    /// Whether `TermLayout` never breaks a term of this style into lines.
    func isAtomic(_ term: ErlangTerm) -> Bool {
        switch term {
        case .list(let elements): elements.isEmpty || isString(elements)
        case .tuple(let elements): elements.isEmpty
        case .map(let map): map.entries.isEmpty
        case .improperList, .bitstring: false
        case .binary(let bytes): bytes.isEmpty || string(bytes) != nil
        case .atom, .integer, .bigInteger, .float, .externalFunction, .opaque: true
        }
    }

    // MARK: Binaries

    private mutating func append(_ bytes: [UInt8]) {
        guard hasRoom(for: bytes.count / 4) else { return }
        guard !bytes.isEmpty, let (codes, type) = string(bytes) else { return appendNumbers(bytes, 8) }
        append("<<")
        appendEscaped(codes, "\"")
        append(type)
        append(">>")
    }

    /// The characters of a binary that is written as a string, and the type behind them.
    private func string(_ bytes: [UInt8]) -> (codes: [Int], type: StaticString)? {
        guard isPretty else { return nil }
        let isText = isUnicode && bytes.contains { $0 >= 0x80 }
        if isText, let string = String(validating: bytes, as: UTF8.self) {
            let codes = string.unicodeScalars.map { Int($0.value) }
            return codes.allSatisfy(Self.isPrintable) ? (codes, "/utf8") : nil
        }
        return bytes.allSatisfy { Self.isPrintable(Int($0)) } ? (bytes.map { Int($0) }, "") : nil
    }

    private mutating func appendNumbers(_ bytes: [UInt8], _ bitsInLastByte: Int) {
        append("<<")
        for byte in bytes.dropLast() {
            append(Int(byte))
            append(",")
        }
        if let last = bytes.last {
            append(Int(last >> UInt8(8 - bitsInLastByte)))
            if bitsInLastByte < 8 {
                append(":")
                append(bitsInLastByte)
            }
        }
        append(">>")
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

    /// Whether a list is written as a string.
    private func isString(_ elements: [ErlangTerm]) -> Bool {
        isPretty
            && elements.allSatisfy { element in
                if case .integer(let code) = element { Self.isPrintable(code) } else { false }
            }
    }

    /// Characters that `~p` shows in strings: those of Latin-1 but for most of the control characters.
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
