/// Reads Erlang terms from text, as `file:consult/1` does.
///
/// Versions of OTP do not read all texts alike; ``ErlangSyntax`` has a table of the differences. A caller that knows which
/// version a text is for passes it as `syntax`; if only other versions read the text, the error names them. Without it a
/// text may use what any version reads, but one that has different values in two versions is an error. What all versions
/// share is compared with OTP 25.2.
///
/// UTF-8, or Latin-1 if a comment in the first two lines says so (`%% coding: latin-1`). Only terms are accepted: no
/// variables or calls, and no operators except a number's sign.
public enum TermTextReader {
    /// How deep terms may nest. Erlang has no such limit; no file of a release comes near this one.
    public static let maximumDepth = 1_000

    /// A term and its place.
    public struct PlacedTerm: Sendable {
        public let term: ErlangTerm
        /// Where the term begins.
        public let place: TextPlace
        /// Where each element begins, if the term is a list or a tuple (empty for a string).
        public let elementPlaces: [TextPlace]
    }

    /// All terms of a file's bytes; errors call the file `file`. Linear in the number of bytes.
    public static func terms(
        in bytes: [UInt8], file: String, syntax: ErlangSyntax = .common
    ) throws(TermTextError) -> [ErlangTerm] {
        try read(bytes, file, syntax) { (reader) throws(TermTextError) in
            var terms: [ErlangTerm] = []
            while let term = try reader.next() { terms.append(term) }
            return terms
        }
    }

    /// All terms of a file's bytes, each with its place and those of its elements.
    public static func placedTerms(
        in bytes: [UInt8], file: String, syntax: ErlangSyntax = .common
    ) throws(TermTextError) -> [PlacedTerm] {
        try read(bytes, file, syntax) { (reader) throws(TermTextError) in
            var terms: [PlacedTerm] = []
            while let term = try reader.nextPlaced() { terms.append(term) }
            return terms
        }
    }

    /// The first term of a file's bytes, or `nil` if there is none. Does not look at what follows it.
    public static func firstTerm(
        in bytes: [UInt8], file: String, syntax: ErlangSyntax = .common
    ) throws(TermTextError) -> ErlangTerm? {
        try read(bytes, file, syntax) { (reader) throws(TermTextError) in try reader.next() }
    }

    /// The one term of a file's bytes; none, or more than one, is an error of code `count`.
    public static func soleTerm(
        in bytes: [UInt8], file: String, syntax: ErlangSyntax = .common
    ) throws(TermTextError) -> ErlangTerm {
        try read(bytes, file, syntax) { (reader) throws(TermTextError) in
            guard let term = try reader.next() else { throw reader.countError("no term") }
            guard try reader.next() == nil else { throw reader.countError("more than one term") }
            return term
        }
    }

    /// The term of a text without a final dot, such as an option's value; `name` is what errors call it.
    public static func term(
        fromText text: String, name: String, syntax: ErlangSyntax = .common
    ) throws(TermTextError) -> ErlangTerm {
        try soleTerm(in: Array("\(text)\n.".utf8), file: name, syntax: syntax)
    }

    private static func read<Result>(
        _ bytes: [UInt8], _ file: String, _ syntax: ErlangSyntax,
        _ body: (inout TermTextStream) throws(TermTextError) -> Result
    ) throws(TermTextError) -> Result {
        let source = TermTextSource(bytes)
        let outcome = source.bytes.withUnsafeBufferPointer { text -> Swift.Result<Result, TermTextError> in
            var stream = TermTextStream(text, source.end, file, syntax)
            do throws(TermTextError) {
                return .success(try body(&stream))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
