/// Sigils and triple-quoted strings, as OTP 27 and later read them.
extension TermTextParser {
    /// `~`, a type, and a string between delimiters: a string if the type is `s` or `S`, otherwise a binary.
    mutating func sigil() throws(Failure) -> ErlangTerm {
        let (codes, isBinary) = try sigilCodes()
        return isBinary ? Self.binary(codes) : .list(codes.map { .integer($0) })
    }

    static func binary(_ codes: [Int]) -> ErlangTerm {
        .binary(Array(String(String.UnicodeScalarView(codes.compactMap { Unicode.Scalar(UInt32($0)) })).utf8))
    }

    /// The characters of a sigil, and whether it is a binary.
    mutating func sigilCodes() throws(Failure) -> (codes: [Int], isBinary: Bool) {
        guard isNew(.sigil, at: position) else { throw .noTerm }
        position += 1
        let type = name()
        guard ["", "b", "B", "s", "S"].contains(type) else { throw .noTerm }
        let codes: [Int]
        if startsTripleQuotes {
            codes = try tripleQuoted(hasEscapes: Self.hasEscapes(type, inTripleQuotes: true))
        } else {
            guard let close = Self.closingDelimiter(peek) else { throw .noTerm }
            codes = try codePoints(quote: close, hasEscapes: Self.hasEscapes(type, inTripleQuotes: false))
        }
        // A suffix is allowed nowhere yet, and no string may follow immediately.
        guard name().isEmpty, peek != UInt8(ascii: "\"") else { throw .noTerm }
        return (codes, type != "s" && type != "S")
    }

    /// Moves over the characters of a name, of which the first may also be a digit.
    mutating func name() -> String {
        let start = position
        while AtomText.isNameByte(peek) || peek == 0xC3 && AtomText.isLetter(peekSecond) {
            position += peek == 0xC3 ? 2 : 1
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    /// Whether backslashes begin escapes in a sigil. Types that do not exist count as `S` does.
    static func hasEscapes(_ type: String, inTripleQuotes: Bool) -> Bool {
        type == "b" || type == "s" || type.isEmpty && !inTripleQuotes
    }

    /// The delimiter that ends a sigil, by the one that begins it.
    static func closingDelimiter(_ byte: UInt8) -> Unicode.Scalar? {
        switch Unicode.Scalar(byte) {
        case "(": ")"
        case "[": "]"
        case "{": "}"
        case "<": ">"
        case let same where "/|#`'\"".unicodeScalars.contains(same): same
        default: nil
        }
    }

    // MARK: Triple-quoted strings

    /// Whether three quotes are next.
    var startsTripleQuotes: Bool {
        let quote = UInt8(ascii: "\"")
        return peek == quote && peekSecond == quote && position + 2 < text.count && text[position + 2] == quote
    }

    /// Why a triple-quoted string is none; places are offsets.
    enum TripleQuotesFault: Error {
        /// Something else than white space follows the quotes that begin it.
        case noLineEnd(Int)
        /// A line does not begin with the white space that is before the quotes that end the string.
        case indentation(Int)
        /// With the characters so far.
        case unterminated(quotes: Int, [Int])
        /// An escape stands for nothing.
        case escape(Int)
    }

    /// The characters of a triple-quoted string.
    mutating func tripleQuoted(hasEscapes: Bool) throws(Failure) -> [Int] {
        do throws(TripleQuotesFault) { return try tripleQuotes(hasEscapes: hasEscapes) } catch { throw .noTerm }
    }

    /// The characters of a triple-quoted string, which is next, without its indentation.
    mutating func tripleQuotes(hasEscapes: Bool) throws(TripleQuotesFault) -> [Int] {
        let start = position
        while peek == UInt8(ascii: "\"") { position += 1 }
        let quotes = position - start
        // The characters of all lines one after the other, without the line feeds that end them.
        var (codes, lines) = ([Int](), [Line]())
        while true {
            if !lines.isEmpty, let indentation = closingIndentation(quotes) {
                return try Self.content(codes, lines, indentation)
            }
            let offset = position
            line: while true {
                guard position < text.count else { throw .unterminated(quotes: quotes, Self.joined(codes, lines)) }
                if peek == UInt8(ascii: "\n") {
                    position += 1
                    break line
                }
                guard hasEscapes, peek == UInt8(ascii: "\\") else {
                    codes.append(codePoint())
                    continue
                }
                // An escaped line feed ends a line, too; one that is written as an escape does not.
                if peekSecond == UInt8(ascii: "\n") {
                    position += 2
                    break line
                }
                let escapeOffset = position
                guard let code = try? escape() else {
                    if position < text.count { throw .escape(escapeOffset) }
                    throw .unterminated(quotes: quotes, Self.joined(codes, lines))
                }
                codes.append(code)
            }
            lines.append(Line(offset: lines.isEmpty ? start + quotes : offset, end: codes.count))
        }
    }

    /// A line of a triple-quoted string: where it begins in the text, and where its characters end.
    private struct Line {
        let offset: Int
        let end: Int
    }

    /// Moves over white space and quotes that end the string; the white space, or nil if they are not next.
    private mutating func closingIndentation(_ quotes: Int) -> [Int]? {
        let start = position
        var indentation: [Int] = []
        while position < text.count, text[position] != UInt8(ascii: "\n"), startsWhiteSpace {
            indentation.append(codePoint())
        }
        let end = position + quotes
        if end <= text.count, text[position..<end].allSatisfy({ $0 == UInt8(ascii: "\"") }) {
            position = end
            return indentation
        }
        position = start
        return nil
    }

    private var startsWhiteSpace: Bool { startsSpace && text[position] != UInt8(ascii: "%") }

    /// The lines after the first without their indentation. A carriage return before the last line feed goes with it,
    /// and also one that is written as an escape.
    private static func content(
        _ codes: [Int], _ lines: [Line], _ indentation: [Int]
    ) throws(TripleQuotesFault) -> [Int] {
        guard codes[..<lines[0].end].allSatisfy({ $0 <= 32 || 0x80...0xA0 ~= $0 }) else {
            throw .noLineEnd(lines[0].offset)
        }
        var content: [Int] = []
        for index in lines.indices.dropFirst() {
            let isLast = index == lines.count - 1
            var line = codes[lines[index - 1].end..<lines[index].end]
            if isLast, line.last == 13 { line.removeLast() }
            // An empty line needs no indentation; neither does one that begins with an escaped line feed.
            let next = line.first == 13 ? line.dropFirst().first ?? (isLast ? nil : 10) : line.first
            let isEmpty = line.isEmpty || next == 10
            if !isEmpty {
                guard line.starts(with: indentation) else { throw .indentation(lines[index].offset) }
                line = line.dropFirst(indentation.count)
            }
            content += line
            if !isLast { content.append(10) }
        }
        return content
    }

    /// The characters of lines, with the line feeds between them.
    private static func joined(_ codes: [Int], _ lines: [Line]) -> [Int] {
        var (joined, start) = ([Int](), 0)
        for line in lines {
            joined += codes[start..<line.end] + [10]
            start = line.end
        }
        return joined + codes[start...]
    }
}
