/// A token as `erl_scan` makes it.
struct TermTextToken {
    enum Kind: Hashable {
        case atom, variable, integer, float, character, string, symbol, reserved
        case sigil(SigilFault?)
        /// A dot that white space or the end follows.
        case dot
        /// The end of the text.
        case end
    }

    /// Why a sigil that ends as one should is none.
    enum SigilFault: String {
        case type = "illegal sigil prefix"
        case suffix = "illegal sigil suffix"
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

/// Splits a text into tokens as `erl_scan:tokens/3` does, with the words of OTP 25.2, or those of OTP 27 for what is new
/// in it.
struct TermTextScanner {
    private let diagnosis: TermTextDiagnosis
    private var parser: TermTextParser

    init(_ diagnosis: TermTextDiagnosis, from offset: Int) {
        self.diagnosis = diagnosis
        parser = TermTextParser(diagnosis.text, otp: diagnosis.otp, from: offset)
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
        case UInt8(ascii: "\""): return token(.string, Self.write(try string()))
        case UInt8(ascii: "~") where parser.isNew(.sigil, at: start): return try sigil()
        case UInt8(ascii: "$"): return token(.character, "$" + Self.write([try character()], isCharacter: true))
        default: return try symbol()
        }
    }

    // MARK: Words and numbers

    private mutating func word() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        guard let atom = try? parser.unquotedAtom() else { throw illegal("atom", start) }
        let isReserved = parser.isReserved(atom, at: start)
        return isReserved
            ? TermTextToken(kind: .reserved, offset: start, text: "'\(atom)'")
            : TermTextToken(kind: .atom, offset: start, text: plain(.atom(atom)))
    }

    private mutating func variable() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        let name = parser.name()
        guard name.unicodeScalars.count <= TermTextParser.maximumAtomLength else { throw illegal("var", start) }
        return TermTextToken(kind: .variable, offset: start, text: name)
    }

    private mutating func number() throws(TermTextError) -> (term: ErlangTerm, isFloat: Bool) {
        let start = parser.position
        let term: ErlangTerm
        do throws(TermTextParser.Failure) {
            term = try parser.number(isNegative: false)
        } catch {
            throw numberError(error, start)
        }
        var isFloat = false
        if case .float = term { isFloat = true }
        let isFloatCutOff =
            !isFloat && parser.peek == UInt8(ascii: ".") && AtomText.isNameByte(parser.peekSecond)
        if isFloatCutOff || AtomText.isNameByte(parser.peek), parser.isNew(.joinedNumber, at: start) {
            throw illegal(isFloat || isFloatCutOff ? "float" : "integer", start)
        }
        return (term, isFloat)
    }

    private mutating func numberError(_ failure: TermTextParser.Failure, _ start: Int) -> TermTextError {
        if case .tooLarge = failure { return diagnosis.error(failure, termStart: start) }
        parser.position = start
        guard let base = parser.digits(base: 10), parser.peek == UInt8(ascii: "#") else {
            return illegal("float", start)
        }
        guard !(2...36).contains(base) else { return illegal("integer", start) }
        return diagnosis.scanError("illegal base '\(base)'", start, .tuple(.atom("base"), .integer(base)))
    }

    // MARK: Characters

    /// A string, of which OTP 27 and later say why it is none.
    private mutating func string() throws(TermTextError) -> [Int] {
        let isTriple = parser.startsTripleQuotes && parser.isNew(.tripleQuotes, at: parser.position)
        let codes = try isTriple ? tripleQuoted(nil, hasEscapes: false) : quoted("\"", "string")
        try checkNoStringFollows()
        return codes
    }

    private mutating func checkNoStringFollows() throws(TermTextError) {
        guard parser.peek == UInt8(ascii: "\""), parser.isNew(.adjacentStrings, at: parser.position) else { return }
        throw diagnosis.scanError(
            "adjacent string literals without intervening white space", parser.position, .atom("string_concat"))
    }

    /// A triple-quoted string, or that of a sigil of a type.
    private mutating func tripleQuoted(_ type: String?, hasEscapes: Bool) throws(TermTextError) -> [Int] {
        let start = parser.position
        do throws(TermTextParser.TripleQuotesFault) {
            return try parser.tripleQuotes(hasEscapes: hasEscapes)
        } catch {
            switch error {
            case .noLineEnd(let offset):
                throw diagnosis.scanError(
                    "not white space after start of triple-quoted string", offset, .atom("white_space"))
            case .indentation(let offset):
                throw diagnosis.scanError("bad indentation in triple-quoted string", offset, .atom("indentation"))
            case .escape(let offset): throw illegal("character", offset)
            case .unterminated(let quotes, let codes):
                guard diagnosis.end == .complete else { throw diagnosis.endError() }
                let count = ErlangTerm.integer(quotes)
                throw unterminated(
                    type.map { "~\($0)\"\"\" sigil" } ?? "triple-quoted", codes, start,
                    type.map { .tuple(.atom("sigil"), .atom(Atom($0)), count) } ?? .tuple(.atom("string"), count))
            }
        }
    }

    private mutating func sigil() throws(TermTextError) -> TermTextToken {
        let start = parser.position
        parser.position += 1
        let type = parser.name()
        let hasEscapes = TermTextParser.hasEscapes(type, inTripleQuotes: parser.startsTripleQuotes)
        if parser.startsTripleQuotes {
            _ = try tripleQuoted(type, hasEscapes: hasEscapes)
        } else {
            guard let close = TermTextParser.closingDelimiter(parser.peek) else {
                throw illegal("string", parser.position)
            }
            _ = try quoted(close, "sigil", sigil: (type, Unicode.Scalar(parser.peek)), hasEscapes: hasEscapes)
        }
        let suffix = parser.position
        let hasSuffix = !parser.name().isEmpty
        if !hasSuffix { try checkNoStringFollows() }
        let isUnknown = !["", "b", "B", "s", "S"].contains(type)
        let fault: TermTextToken.SigilFault? = isUnknown ? .type : hasSuffix ? .suffix : nil
        return TermTextToken(
            kind: .sigil(fault), offset: fault == .suffix ? suffix : start, text: plain(.atom(Atom(type))))
    }

    /// What OTP 27 and later say of a string that does not end.
    private func unterminated(_ thing: String, _ codes: [Int], _ start: Int, _ term: ErlangTerm) -> TermTextError {
        let head = Self.head(codes)
        return diagnosis.scanError(
            "unterminated \(thing) string starting with \(Self.write(head))", start,
            .tuple(.atom("unterminated"), term, .list(head.map { .integer($0) })))
    }

    private static func head(_ codes: [Int]) -> [Int] {
        String(string(codes).prefix(16)).unicodeScalars.map { Int($0.value) }
    }

    private mutating func quoted(
        _ quote: Unicode.Scalar, _ thing: String, sigil: (type: String, open: Unicode.Scalar)? = nil,
        hasEscapes: Bool = true
    ) throws(TermTextError) -> [Int] {
        let start = parser.position
        parser.position += 1
        var codes: [Int] = []
        while parser.peek != UInt8(ascii: quote) || parser.position == parser.text.count {
            let offset = parser.position
            let code = offset < parser.text.count ? code(hasEscapes) : nil
            if let code {
                codes.append(code)
                continue
            }
            if parser.position < parser.text.count { throw illegal("character", offset) }
            guard diagnosis.end == .complete else { throw diagnosis.endError() }
            if let (type, open) = sigil {
                throw unterminated(
                    "~\(type)\(open)\(quote) sigil", codes, start,
                    .tuple(
                        .atom("sigil"), .atom(Atom(type)), .integer(Int(open.value)), .integer(Int(quote.value))))
            }
            let head = Self.head(codes)
            throw diagnosis.scanError(
                "unterminated \(thing) starting with \(Self.write(head, quote: quote))", start,
                diagnosis.otp < 27
                    ? .tuple(.atom("string"), .integer(Int(quote.value)), .list(head.map { .integer($0) }))
                    : .tuple(.atom("unterminated"), .atom(Atom(thing)), .list(head.map { .integer($0) })))
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
        let term = ErlangTerm.atom("char")
        throw diagnosis.scanError(
            "unterminated character", start, diagnosis.otp < 27 ? term : .tuple(.atom("unterminated"), term))
    }

    /// The next character, or the one that an escape stands for; `nil` if that is illegal or cut off at the end.
    private mutating func code(_ hasEscapes: Bool = true) -> Int? {
        hasEscapes && parser.peek == UInt8(ascii: "\\") ? try? parser.escape() : parser.codePoint()
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
