/// A term as its text, in which every part can be read by itself: a large term need not be in memory as a whole.
///
/// The text was read once, so that reading a part cannot fail.
package struct TermText: Sendable {
    private let text: [UInt8]
    /// The term, perhaps with space around it.
    private let range: Range<Int>

    private init(_ text: [UInt8], _ range: Range<Int>) {
        self.text = text
        self.range = range
    }

    /// The only term of a file. Nil if there is another number of terms, if it cannot be read, and if versions of OTP do
    /// not read it alike: `TermTextReader` says which. Linear in the number of bytes, in constant space.
    package init?(fileContents bytes: [UInt8]) {
        let source = TermTextSource(bytes)
        guard source.end == .complete else { return nil }
        let range = source.bytes.withUnsafeBufferPointer { text -> Range<Int>? in
            var parser = TermTextParser(text, otp: ErlangSyntax.allVersions[0])
            return try? parser.rangeOfPlainTerm()
        }
        guard let range else { return nil }
        self.init(source.bytes, range)
    }

    /// The text of the term.
    package var bytes: ArraySlice<UInt8> { text[range] }

    package var term: ErlangTerm {
        text.withUnsafeBufferPointer { text in
            var parser = TermTextParser(text, otp: ErlangSyntax.allVersions[0], from: range.lowerBound)
            parser.skipSpace()
            guard let term = try? parser.term() else { preconditionFailure("this text has been read before") }
            return term
        }
    }

    /// The elements, if this is a proper list in brackets.
    package var elements: [TermText]? { parts(behind: "[") }

    /// The elements, if this is a tuple.
    package var tuple: [TermText]? { parts(behind: "{") }

    /// The keys and values in their order, if this is a map.
    package var associations: [(key: TermText, value: TermText)]? {
        guard let parts = parts(behind: "#", "{") else { return nil }
        return stride(from: 0, to: parts.count, by: 2).map { (parts[$0], parts[$0 + 1]) }
    }

    /// The parts behind an opening bracket, with commas or arrows between them.
    private func parts(behind opening: Unicode.Scalar...) -> [TermText]? {
        text.withUnsafeBufferPointer { bytes in
            var parser = TermTextParser(bytes, otp: ErlangSyntax.allVersions[0], from: range.lowerBound)
            parser.skipSpace()
            for byte in opening where !parser.accept(byte) { return nil }
            var parts: [TermText] = []
            if parser.peek == UInt8(ascii: "]") || parser.peek == UInt8(ascii: "}") { return [] }
            while true {
                let start = parser.position
                parser.skipPart()
                parts.append(TermText(text, start..<parser.position))
                switch parser.peek {
                case UInt8(ascii: ","): parser.position += 1
                case UInt8(ascii: "="): parser.position += 2
                case UInt8(ascii: "|"): return nil
                default: return parts
                }
            }
        }
    }
}

extension TermTextParser {
    /// The place of the only term of the text, if all versions read it alike.
    fileprivate mutating func rangeOfPlainTerm() throws(Failure) -> Range<Int> {
        skipSpace()
        let start = position
        try skipTerm()
        let range = start..<position
        skipSpace()
        try expect(".")
        guard position == text.count, met.isEmpty else { throw .noTerm }
        return range
    }

    /// Moves over a term as `term()` does, and makes only what has no parts. Refuses sigils.
    private mutating func skipTerm() throws(Failure) {
        switch peek {
        case UInt8(ascii: "["):
            try skipNested { (parser) throws(Failure) in
                try parser.expect("[")
                if try parser.skipElements(before: "]") { return }
                guard parser.accept("|") else { throw .noTerm }
                try parser.skipTerm()
                parser.skipSpace()
                guard parser.accept("]") else { throw .noTerm }
            }
        case UInt8(ascii: "{"):
            try skipNested { (parser) throws(Failure) in
                try parser.expect("{")
                guard try parser.skipElements(before: "}") else { throw .noTerm }
            }
        case UInt8(ascii: "#"):
            try skipNested { (parser) throws(Failure) in
                try parser.expect("#")
                try parser.expect("{")
                guard try parser.skipElements(before: "}", isMap: true) else { throw .noTerm }
            }
        case UInt8(ascii: "~"): throw .noTerm
        default: _ = try term()
        }
    }

    /// Moves over elements with commas between them and over a closing bracket; false if something else follows them.
    private mutating func skipElements(before closing: Unicode.Scalar, isMap: Bool = false) throws(Failure) -> Bool {
        if peek == UInt8(ascii: closing) {
            position += 1
            return true
        }
        repeat {
            try skipTerm()
            skipSpace()
            if isMap {
                guard peek == UInt8(ascii: "="), peekSecond == UInt8(ascii: ">") else { throw .noTerm }
                position += 2
                skipSpace()
                try skipTerm()
                skipSpace()
            }
        } while accept(",")
        guard peek == UInt8(ascii: closing) else { return false }
        position += 1
        return true
    }

    private mutating func skipNested(_ body: (inout TermTextParser) throws(Failure) -> Void) throws(Failure) {
        _ = try nested { (parser) throws(Failure) in
            try body(&parser)
            return .emptyList
        }
    }

    /// Moves over a term that was read before, up to the comma, arrow, bar or closing bracket behind it.
    fileprivate mutating func skipPart() {
        var depth = 0
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: ","), UInt8(ascii: "|"), UInt8(ascii: "="):
                if depth == 0 { return }
                if text[position] == UInt8(ascii: "=") { position += 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"):
                if depth == 0 { return }
                depth -= 1
            // The arrow of an association is passed over above, so these are the brackets of binaries.
            case UInt8(ascii: "<"):
                depth += 1
                position += 1
            case UInt8(ascii: ">"):
                depth -= 1
                position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let quote = text[position]
                repeat { position += text[position] == UInt8(ascii: "\\") ? 2 : 1 } while text[position] != quote
            case UInt8(ascii: "$"):
                position += 1
                if text[position] == UInt8(ascii: "\\") {
                    position += text[position + 1] == UInt8(ascii: "^") ? 2 : 1
                }
            case UInt8(ascii: "%"):
                while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
            default: break
            }
            position += 1
        }
    }
}
