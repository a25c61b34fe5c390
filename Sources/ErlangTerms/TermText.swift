/// A term as its text, in which every part can be read by itself: a large term need not be in memory as a whole.
///
/// The text was read once, so that reading a part cannot fail.
package struct TermText: Sendable {
    /// A text, and the ranges of the longer of its terms in brackets, in the order of their beginnings.
    private final class Source: Sendable {
        let text: [UInt8]
        let extents: [Range<Int>]

        init(_ text: [UInt8], _ extents: [Range<Int>]) {
            self.text = text
            self.extents = extents
        }

        /// Where the term in brackets that begins at an offset ends, if it is long.
        func end(from start: Int) -> Int? {
            var range = extents.indices
            while !range.isEmpty {
                let middle = range.lowerBound + range.count / 2
                if extents[middle].lowerBound < start {
                    range = (middle + 1)..<range.upperBound
                } else {
                    range = range.lowerBound..<middle
                }
            }
            guard range.lowerBound < extents.count, extents[range.lowerBound].lowerBound == start else { return nil }
            return extents[range.lowerBound].upperBound
        }
    }

    private let source: Source
    /// The term, perhaps with space around it.
    private let range: Range<Int>

    private init(_ source: Source, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }

    /// The only term of a file. Nil if there is another number of terms, if it cannot be read, and if versions of OTP do
    /// not read it alike: `TermTextReader` says which. Linear in the number of bytes, in hardly more space.
    package init?(fileContents bytes: [UInt8]) {
        let source = TermTextSource(bytes)
        guard source.end == .complete else { return nil }
        let outline = source.bytes.withUnsafeBufferPointer { try? TermTextOutline($0) }
        guard let outline else { return nil }
        self.init(Source(source.bytes, outline.extents), outline.range)
    }

    /// The text of the term.
    package var bytes: ArraySlice<UInt8> { source.text[range] }

    package var term: ErlangTerm {
        source.text.withUnsafeBufferPointer { text in
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
        source.text.withUnsafeBufferPointer { bytes in
            var parser = TermTextParser(bytes, otp: ErlangSyntax.allVersions[0], from: range.lowerBound)
            parser.skipSpace()
            for byte in opening where !parser.accept(byte) { return nil }
            var parts: [TermText] = []
            if parser.peek == UInt8(ascii: "]") || parser.peek == UInt8(ascii: "}") { return [] }
            while true {
                let start = parser.position
                parser.skipSpace()
                if let end = source.end(from: parser.position) { parser.position = end }
                parser.skipPart()
                parts.append(TermText(source, start..<parser.position))
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

/// Reads a text without making the term: where it is, and where its longer parts are.
private struct TermTextOutline {
    /// The place of the only term of the text.
    private(set) var range = 0..<0
    /// The places of terms in brackets that are longer than `shortest`, in the order of their beginnings.
    private(set) var extents: [Range<Int>] = []
    /// From so many bytes on, it takes longer to move over a term than to look up its end.
    private static let shortest = 256

    private var parser: TermTextParser

    /// Fails unless the text is one term that all versions of OTP read alike.
    init(_ text: UnsafeBufferPointer<UInt8>) throws(TermTextParser.Failure) {
        parser = TermTextParser(text, otp: ErlangSyntax.allVersions[0])
        parser.skipSpace()
        let start = parser.position
        try skipTerm()
        range = start..<parser.position
        parser.skipSpace()
        try parser.expect(".")
        guard parser.position == text.count, parser.met.isEmpty else { throw .noTerm }
    }

    /// Moves over a term as `TermTextParser.term()` does. Refuses sigils.
    private mutating func skipTerm() throws(TermTextParser.Failure) {
        switch parser.peek {
        case UInt8(ascii: "["): try skipNested { (outline) throws(TermTextParser.Failure) in try outline.skipList() }
        case UInt8(ascii: "{"): try skipNested { (outline) throws(TermTextParser.Failure) in try outline.skipTuple() }
        case UInt8(ascii: "#"): try skipNested { (outline) throws(TermTextParser.Failure) in try outline.skipMap() }
        case UInt8(ascii: "~"): throw .noTerm
        default: if !parser.skipPlain() { _ = try parser.term() }
        }
    }

    private mutating func skipNested(
        _ body: (inout TermTextOutline) throws(TermTextParser.Failure) -> Void
    ) throws(TermTextParser.Failure) {
        let (start, index) = (parser.position, extents.count)
        extents.append(start..<start)
        try parser.enter()
        try body(&self)
        parser.leave()
        if parser.position - start < Self.shortest {
            extents.removeLast()
        } else {
            extents[index] = start..<parser.position
        }
    }

    private mutating func skipList() throws(TermTextParser.Failure) {
        try parser.expect("[")
        if try skipElements(before: "]") { return }
        guard parser.accept("|") else { throw .noTerm }
        try skipTerm()
        parser.skipSpace()
        guard parser.accept("]") else { throw .noTerm }
    }

    private mutating func skipTuple() throws(TermTextParser.Failure) {
        try parser.expect("{")
        guard try skipElements(before: "}") else { throw .noTerm }
    }

    private mutating func skipMap() throws(TermTextParser.Failure) {
        try parser.expect("#")
        try parser.expect("{")
        guard try skipElements(before: "}", isMap: true) else { throw .noTerm }
    }

    /// Moves over elements with commas between them and over a closing bracket; false if something else follows them.
    private mutating func skipElements(
        before closing: Unicode.Scalar, isMap: Bool = false
    ) throws(TermTextParser.Failure) -> Bool {
        if parser.peek == UInt8(ascii: closing) {
            parser.position += 1
            return true
        }
        repeat {
            try skipTerm()
            parser.skipSpace()
            if isMap {
                guard parser.peek == UInt8(ascii: "="), parser.peekSecond == UInt8(ascii: ">") else { throw .noTerm }
                parser.position += 2
                parser.skipSpace()
                try skipTerm()
                parser.skipSpace()
            }
        } while parser.accept(",")
        guard parser.peek == UInt8(ascii: closing) else { return false }
        parser.position += 1
        return true
    }
}

extension TermTextParser {
    /// Moves over a string, an atom or an integer, if it is one of those that are plain to see: all ASCII, without
    /// escapes, and no word that may be reserved.
    fileprivate mutating func skipPlain() -> Bool {
        var end = position + 1
        switch peek {
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            while end < text.count, AtomText.isNameByte(text[end]) { end += 1 }
            guard AtomText.longestReserved < end - position, end - position <= Self.maximumAtomLength,
                end < text.count, text[end] < 0x80
            else { return false }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while end < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[end] { end += 1 }
            guard end - position <= Self.maximumDigits, end < text.count, text[end] != UInt8(ascii: "."),
                text[end] != UInt8(ascii: "#"), text[end] != UInt8(ascii: "_")
            else { return false }
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            while end < text.count, text[end] != peek, text[end] != UInt8(ascii: "\\"), text[end] < 0x80 { end += 1 }
            guard end < text.count, text[end] == peek else { return false }
            end += 1
            if peek == UInt8(ascii: "'") {
                guard end - position - 2 <= Self.maximumAtomLength else { return false }
            } else {
                // Strings that follow each other are one.
                let start = position
                position = end
                skipSpace()
                let isOne = peek != UInt8(ascii: "\"")
                position = start
                guard isOne else { return false }
            }
        default: return false
        }
        position = end
        return true
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
