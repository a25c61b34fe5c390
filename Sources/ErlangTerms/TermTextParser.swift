/// Reads the terms of UTF-8 text in one pass over its bytes. Anything else fails without a reason: `TermTextDiagnosis`
/// finds it.
struct TermTextParser {
    enum Failure: Error {
        case noTerm
        /// Places as byte offsets.
        case tooDeep(Int)
        case tooLarge(Int)
    }

    let text: UnsafeBufferPointer<UInt8>
    /// The version of OTP whose rules count.
    let otp: Int
    /// What was read, or refused, in the last term that other versions do not read alike, and where it was met first.
    private(set) var met: [(syntax: VersionedSyntax, offset: Int)] = []
    /// The offset of the byte to read next.
    var position = 0
    /// The offset of the last top-level term.
    private(set) var termOffset = 0
    /// Collects, if it is not nil, the offsets of the elements of a top-level term.
    var elementOffsets: [Int]?
    private var depth = 0

    init(_ text: UnsafeBufferPointer<UInt8>, otp: Int, from position: Int = 0) {
        self.text = text
        self.otp = otp
        self.position = position
        termOffset = position
    }

    /// Notes a syntax that is next, and says whether the newer of its rules counts.
    mutating func isNew(_ syntax: VersionedSyntax, at offset: Int) -> Bool {
        if !met.contains(where: { $0.syntax == syntax }) { met.append((syntax, offset)) }
        return otp >= syntax.change
    }

    /// The next term, and the dot after it. `nil` at the end of the text, if that `isWhole`.
    mutating func nextTerm(isWhole: Bool) throws(Failure) -> ErlangTerm? {
        skipSpace()
        termOffset = position
        if position == text.count, isWhole { return nil }
        let term = try term()
        skipSpace()
        guard peek == UInt8(ascii: ".") else { throw .noTerm }
        position += 1
        guard position == text.count ? isWhole : startsSpace else { throw .noTerm }
        return term
    }

    // MARK: Characters

    /// The byte to read next, 0 at the end; no token begins with 0.
    var peek: UInt8 { position < text.count ? text[position] : 0 }

    /// The byte after the next, 0 at the end.
    var peekSecond: UInt8 { position + 1 < text.count ? text[position + 1] : 0 }

    /// Whether white space or a comment is next. The text has a next byte.
    var startsSpace: Bool {
        let byte = text[position]
        return byte <= 32 || byte == UInt8(ascii: "%") || byte == 0xC2 && 0x80...0xA0 ~= peekSecond
    }

    /// Moves over white space (U+0000 to U+0020, U+0080 to U+00A0) and comments.
    mutating func skipSpace() {
        while position < text.count {
            let byte = text[position]
            if byte <= 32 {
                position += 1
            } else if byte == UInt8(ascii: "%") {
                while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
            } else if byte == 0xC2, 0x80...0xA0 ~= peekSecond {
                position += 2
            } else {
                return
            }
        }
    }

    /// Moves over a byte that must be next, and the space after it.
    mutating func expect(_ byte: Unicode.Scalar) throws(Failure) {
        guard peek == UInt8(ascii: byte) else { throw .noTerm }
        position += 1
        skipSpace()
    }

    /// Moves over a byte if it is next, and the space after it.
    mutating func accept(_ byte: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: byte) else { return false }
        position += 1
        skipSpace()
        return true
    }

    // MARK: Terms

    /// The term that begins with the byte to read next; does not move over what follows it.
    mutating func term() throws(Failure) -> ErlangTerm {
        switch peek {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), 0xC3: try word()
        case UInt8(ascii: "'"): .atom(try quotedAtom())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): try number(isNegative: false)
        case UInt8(ascii: "\""): .list(try strings())
        case UInt8(ascii: "["): try nested { (parser) throws(Failure) in try parser.list() }
        case UInt8(ascii: "{"): try nested { (parser) throws(Failure) in try parser.tuple() }
        case UInt8(ascii: "<"): try nested { (parser) throws(Failure) in try parser.binary() }
        case UInt8(ascii: "#"): try nested { (parser) throws(Failure) in try parser.map() }
        case UInt8(ascii: "("): try nested { (parser) throws(Failure) in try parser.parenthesized() }
        case UInt8(ascii: "$"): .integer(try character())
        case UInt8(ascii: "~"): try sigil()
        case UInt8(ascii: "+"), UInt8(ascii: "-"): try signed()
        default: throw .noTerm
        }
    }

    mutating func nested(
        _ body: (inout TermTextParser) throws(Failure) -> ErlangTerm
    ) throws(Failure) -> ErlangTerm {
        try enter()
        let term = try body(&self)
        leave()
        return term
    }

    /// Enters a term with parts, which must not be too deep.
    mutating func enter() throws(Failure) {
        guard depth < TermTextReader.maximumDepth else { throw .tooDeep(position) }
        depth += 1
    }

    mutating func leave() { depth -= 1 }

    private mutating func tuple() throws(Failure) -> ErlangTerm {
        try expect("{")
        if peek == UInt8(ascii: "}") {
            position += 1
            return .tuple([])
        }
        let elements = try elements()
        guard peek == UInt8(ascii: "}") else { throw .noTerm }
        position += 1
        return .tuple(elements)
    }

    private mutating func list() throws(Failure) -> ErlangTerm {
        try expect("[")
        if peek == UInt8(ascii: "]") {
            position += 1
            return .emptyList
        }
        let elements = try elements()
        var list = ErlangTerm.list(elements)
        if accept("|") {
            list = .cons(elements, try term())
            skipSpace()
        }
        guard peek == UInt8(ascii: "]") else { throw .noTerm }
        position += 1
        return list
    }

    /// One term or more with commas between them, and the space after them.
    private mutating func elements() throws(Failure) -> [ErlangTerm] {
        var elements: [ErlangTerm] = []
        repeat {
            if depth == 1 { elementOffsets?.append(position) }
            elements.append(try term())
            skipSpace()
        } while accept(",")
        return elements
    }

    private mutating func map() throws(Failure) -> ErlangTerm {
        try expect("#")
        try expect("{")
        var associations: [(ErlangTerm, ErlangTerm)] = []
        if peek != UInt8(ascii: "}") {
            repeat {
                let key = try term()
                skipSpace()
                guard peek == UInt8(ascii: "="), peekSecond == UInt8(ascii: ">") else { throw .noTerm }
                position += 2
                skipSpace()
                associations.append((key, try term()))
                skipSpace()
            } while accept(",")
        }
        guard peek == UInt8(ascii: "}") else { throw .noTerm }
        position += 1
        return .map(ErlangMap(associations))
    }

    mutating func parenthesized() throws(Failure) -> ErlangTerm {
        try expect("(")
        let term = try term()
        skipSpace()
        guard peek == UInt8(ascii: ")") else { throw .noTerm }
        position += 1
        return term
    }

    /// A number after a sign. The number may be in parentheses, but must not have a second sign.
    private mutating func signed() throws(Failure) -> ErlangTerm {
        let sign = peek
        let isNegative = sign == UInt8(ascii: "-")
        guard peekSecond != sign else { throw .noTerm }
        position += 1
        skipSpace()
        var parentheses = 0
        while accept("(") { parentheses += 1 }
        let number: ErlangTerm
        switch peek {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number = try self.number(isNegative: isNegative)
        case UInt8(ascii: "$"): number = .integer(try character() * (isNegative ? -1 : 1))
        default: throw .noTerm
        }
        for _ in 0..<parentheses {
            skipSpace()
            guard peek == UInt8(ascii: ")") else { throw .noTerm }
            position += 1
        }
        return number
    }

    /// An atom without quotes, or `fun Module:Function/Arity`.
    private mutating func word() throws(Failure) -> ErlangTerm {
        let start = position
        let name = try unquotedAtom()
        if !isReserved(name, at: start) { return .atom(name) }
        guard name == "fun" else { throw .noTerm }
        skipSpace()
        let module = try atom()
        skipSpace()
        try expect(":")
        let function = try atom()
        skipSpace()
        try expect("/")
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= peek,
            case .integer(let arity) = try number(isNegative: false), arity <= 255
        else { throw .noTerm }
        return .externalFunction(module: module, function: function, arity: arity)
    }

    /// An atom with or without quotes, but not a reserved word.
    mutating func atom() throws(Failure) -> Atom {
        if peek == UInt8(ascii: "'") { return try quotedAtom() }
        let start = position
        let name = try unquotedAtom()
        guard !isReserved(name, at: start) else { throw .noTerm }
        return name
    }

    mutating func isReserved(_ name: Atom, at offset: Int) -> Bool {
        if AtomText.isReservedLater(name.name) { return isNew(.reservedWord, at: offset) }
        return AtomText.isReserved(name.name)
    }
}
