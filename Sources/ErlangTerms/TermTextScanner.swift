/// A token as `erl_scan` makes it.
struct TermTextToken {
    enum Kind: Hashable {
        case atom, variable, integer, float, character, string, symbol, reserved
        /// A dot that white space or the end follows.
        case dot
        /// The end of the text.
        case end
    }

    let kind: Kind
    /// Where the token begins; if this is the end, where the last token begins.
    let offset: Int
    /// As `erl_parse` shows the token in an error.
    let text: String

    /// Whether this is the symbol or reserved word `name`, which is shown in quotes.
    func `is`(_ name: String) -> Bool {
        (kind == .symbol || kind == .reserved) && text == "'\(name)'"
    }
}

/// Splits a text into tokens as `erl_scan:tokens/3`, OTP 25.2, does.
struct TermTextScanner {
    private let diagnosis: TermTextDiagnosis
    private var parser: TermTextParser

    init(_ diagnosis: TermTextDiagnosis, from offset: Int) {
        self.diagnosis = diagnosis
        parser = TermTextParser(diagnosis.text)
        parser.position = offset
    }

    /// The tokens up to and with the next dot, or the end.
    mutating func tokens() throws(TermTextError) -> [TermTextToken] {
        var tokens: [TermTextToken] = []
        while true {
            parser.skipSpace()
            guard parser.position < parser.text.count else {
                guard diagnosis.end == .complete else { throw diagnosis.endError() }
                tokens.append(TermTextToken(kind: .end, offset: tokens.last?.offset ?? parser.position, text: ""))
                return tokens
            }
            let token = try token()
            tokens.append(token)
            if token.kind == .dot { return tokens }
        }
    }

    private mutating func token() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        func token(_ kind: TermTextToken.Kind, _ text: String) -> TermTextToken {
            TermTextToken(kind: kind, offset: start, text: text)
        }
        switch parser.peek {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try number()
            return token(number.isFloat ? .float : .integer, plain(number.term))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return try word()
        case 0xC3 where AtomText.isSmallLetter(parser.peekSecond): return try word()
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): return try variable()
        case 0xC3 where AtomText.isLetter(parser.peekSecond): return try variable()
        case UInt8(ascii: "'"):
            let name = Self.string(try quoted("'", "atom"))
            guard name.unicodeScalars.count <= TermTextParser.maximumAtomLength else { throw illegal("atom", start) }
            return token(.atom, plain(.atom(name)))
        case UInt8(ascii: "\""): return token(.string, Self.write(try quoted("\"", "string")))
        case UInt8(ascii: "$"): return token(.character, "$" + Self.write([try character()], isCharacter: true))
        default: return try symbol()
        }
    }

    // MARK: Words and numbers

    private mutating func word() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        guard let atom = try? parser.unquotedAtom() else { throw illegal("atom", start) }
        let isReserved = AtomText.isReserved(atom.name)
        return TermTextToken(kind: isReserved ? .reserved : .atom, offset: start, text: plain(.atom(atom)))
    }

    private mutating func variable() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        while AtomText.isNameByte(parser.peek) || parser.peek == 0xC3 && AtomText.isLetter(parser.peekSecond) {
            parser.position += parser.peek == 0xC3 ? 2 : 1
        }
        let name = String(decoding: parser.text[start..<parser.position], as: UTF8.self)
        guard name.unicodeScalars.count <= TermTextParser.maximumAtomLength else { throw illegal("var", start) }
        return TermTextToken(kind: .variable, offset: start, text: name)
    }

    private mutating func number() throws(TermTextError) -> (term: ErlangTerm, isFloat: Bool) {
        let start = parser.position
        do throws(TermTextParser.Failure) {
            let term = try parser.number(isNegative: false)
            if case .float = term { return (term, true) }
            return (term, false)
        } catch {
            if case .tooLarge = error { throw diagnosis.error(error, termStart: start) }
        }
        parser.position = start
        guard let base = parser.digits(base: 10), parser.peek == UInt8(ascii: "#") else {
            throw illegal("float", start)
        }
        guard !(2...36).contains(base) else { throw illegal("integer", start) }
        throw diagnosis.scanError("illegal base '\(base)'", start, .tuple(.atom("base"), .integer(base)))
    }

    // MARK: Characters

    private mutating func quoted(_ quote: Unicode.Scalar, _ thing: String) throws(TermTextError) -> [Int] {
        let start = parser.position
        parser.position += 1
        var codes: [Int] = []
        while parser.peek != UInt8(ascii: quote) || parser.position == parser.text.count {
            let offset = parser.position
            let code = offset < parser.text.count ? code() : nil
            if let code {
                codes.append(code)
                continue
            }
            if parser.position < parser.text.count { throw illegal("character", offset) }
            guard diagnosis.end == .complete else { throw diagnosis.endError() }
            let head = String(Self.string(codes).prefix(16)).unicodeScalars.map { Int($0.value) }
            throw diagnosis.scanError(
                "unterminated \(thing) starting with \(Self.write(head, quote: quote))", start,
                .tuple(.atom("string"), .integer(Int(quote.value)), .list(head.map { .integer($0) })))
        }
        parser.position += 1
        return codes
    }

    private mutating func character() throws(TermTextError) -> Int {
        let start = parser.position
        parser.position += 1
        if parser.position < parser.text.count, let code = code() { return code }
        if parser.position < parser.text.count { throw illegal("character", start) }
        guard diagnosis.end == .complete else { throw diagnosis.endError() }
        throw diagnosis.scanError("unterminated character", start, .atom("char"))
    }

    /// The next character, or the one that an escape stands for; `nil` if that is illegal or cut off at the end.
    private mutating func code() -> Int? {
        parser.peek == UInt8(ascii: "\\") ? try? parser.escape() : parser.codePoint()
    }

    // MARK: Symbols

    private static let symbols = [
        "...", "=:=", "=/=", "..", "?=", "<<", "<-", "<=", ">>", ">=", "->", "--", "++", "=<", "=>", "==", "/=", "||",
        ":=", "::",
    ]

    private mutating func symbol() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        let rest = parser.text[start...]
        if let symbol = Self.symbols.first(where: { rest.starts(with: $0.utf8) }) {
            parser.position += symbol.utf8.count
            return TermTextToken(kind: .symbol, offset: start, text: "'\(symbol)'")
        }
        let code = parser.codePoint()
        guard code <= 0xFF else { throw illegal("character", start) }
        if code == 0x2E, parser.position == parser.text.count || parser.startsSpace {
            return TermTextToken(kind: .dot, offset: start, text: "'.'")
        }
        return TermTextToken(kind: .symbol, offset: start, text: plain(.atom(Self.string([code]))))
    }

    // MARK: Texts

    private func illegal(_ thing: String, _ offset: Int) -> TermTextError {
        diagnosis.scanError("illegal \(thing)", offset, .tuple(.atom("illegal"), .atom(thing)))
    }

    private func plain(_ term: ErlangTerm) -> String {
        TermTextPrinter.text(of: term, style: .plainUnicode)
    }

    private static func string(_ codes: [Int]) -> String {
        String(String.UnicodeScalarView(codes.compactMap { UInt32(exactly: $0).flatMap { Unicode.Scalar($0) } }))
    }

    /// Characters as `io_lib:write_string/2` shows them, or one as `io_lib:write_char/1` does.
    private static func write(_ codes: [Int], quote: Unicode.Scalar = "\"", isCharacter: Bool = false) -> String {
        if isCharacter, codes == [32] { return "\\s" }
        var flat = FlatTermText(.plainUnicode)
        flat.appendEscaped(codes, isCharacter ? nil : quote)
        return String(decoding: flat.text, as: UTF8.self)
    }
}
