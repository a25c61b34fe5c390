/// Prints Erlang terms byte for byte as `io_lib:format/2` of OTP 25.2 does, in an emulator started without options.
///
/// Time and memory are linear in the text, but for the indentation of deeply nested terms.
public enum TermTextPrinter {
    /// A control sequence of `io_lib:format/2`.
    public enum Style: Hashable, Sendable, CaseIterable {
        /// `~p`: over lines of 80 columns, lists of printable characters as strings; characters above U+00FF escaped.
        case pretty
        /// `~tp`: as `~p`, with all characters.
        case prettyUnicode
        /// `~w`: on one line, without strings; characters above U+00FF escaped.
        case plain
        /// `~tw`: as `~w`, with all characters.
        case plainUnicode

        var isPretty: Bool { self == .pretty || self == .prettyUnicode }
        var isUnicode: Bool { self == .prettyUnicode || self == .plainUnicode }
    }

    /// The text of a term in UTF-8. With `quotesLaterWords`, `'maybe'` and `'else'` are quoted, as OTP 27 and later do.
    public static func bytes(of term: ErlangTerm, style: Style, quotesLaterWords: Bool = false) -> [UInt8] {
        var flat = FlatTermText(style, quotesLaterWords: quotesLaterWords)
        if style.isPretty { return TermLayout.lines(term, flat) }
        flat.append(term)
        return flat.text
    }

    /// The text of a term; if the style is pretty, laid out as after `prefix`, which is on the same line.
    public static func text(of term: ErlangTerm, style: Style, behind prefix: String = "") -> String {
        guard style.isPretty else { return String(decoding: bytes(of: term, style: style), as: UTF8.self) }
        let column = prefix.unicodeScalars.count + 1
        return String(decoding: TermLayout.lines(term, FlatTermText(style), column: column), as: UTF8.self)
    }

    /// The text of a term on one line, as `~0tp`.
    public static func line(of term: ErlangTerm) -> String {
        var flat = FlatTermText(.prettyUnicode)
        flat.append(term)
        return String(decoding: flat.text, as: UTF8.self)
    }

    /// The text of a term in Latin-1, as `io:format/3` writes `~p` to a file without a given encoding.
    public static func latin1Bytes(of term: ErlangTerm) -> [UInt8] {
        // No character of `~p` is above U+00FF.
        text(of: term, style: .pretty).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// A file that `file:consult/1` of any version reads: `%% coding: utf-8`, then the term as `~tp` of OTP 27 and a dot.
    public static func consultableFile(_ term: ErlangTerm) -> [UInt8] {
        ([Array("%% coding: utf-8\n".utf8)] + partOfFile(term) + [Array(".\n".utf8)]).allBytes
    }

    /// A term as such a file has it from a column on, in pieces.
    package static func partOfFile(_ term: ErlangTerm, column: Int = 1) -> [[UInt8]] {
        TermLayout.pieces(term, FlatTermText(.prettyUnicode, quotesLaterWords: true), column: column)
    }
}
