/// Reads Erlang terms from text, as `file:consult/1` of OTP 25.2 does.
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
    public static func terms(in bytes: [UInt8], file: String) throws(TermTextError) -> [ErlangTerm] {
        try read(bytes, file) { (reader) throws(TermTextError) in
            var terms: [ErlangTerm] = []
            while let term = try reader.next() { terms.append(term) }
            return terms
        }
    }

    /// All terms of a file's bytes, each with its place and those of its elements.
    public static func placedTerms(in bytes: [UInt8], file: String) throws(TermTextError) -> [PlacedTerm] {
        try read(bytes, file) { (reader) throws(TermTextError) in
            var terms: [PlacedTerm] = []
            while let term = try reader.nextPlaced() { terms.append(term) }
            return terms
        }
    }

    /// The first term of a file's bytes, or `nil` if there is none. Does not look at what follows it.
    public static func firstTerm(in bytes: [UInt8], file: String) throws(TermTextError) -> ErlangTerm? {
        try read(bytes, file) { (reader) throws(TermTextError) in try reader.next() }
    }

    /// The one term of a file's bytes; none, or more than one, is an error of code `count`.
    public static func soleTerm(in bytes: [UInt8], file: String) throws(TermTextError) -> ErlangTerm {
        try read(bytes, file) { (reader) throws(TermTextError) in
            guard let term = try reader.next() else { throw reader.countError("no term") }
            guard try reader.next() == nil else { throw reader.countError("more than one term") }
            return term
        }
    }

    /// The term of a text without a final dot, such as an option's value; `name` is what errors call it.
    public static func term(fromText text: String, name: String) throws(TermTextError) -> ErlangTerm {
        try soleTerm(in: Array("\(text)\n.".utf8), file: name)
    }

    private static func read<Result>(
        _ bytes: [UInt8], _ file: String, _ body: (inout TermTextStream) throws(TermTextError) -> Result
    ) throws(TermTextError) -> Result {
        let source = TermTextSource(bytes)
        let outcome = source.bytes.withUnsafeBufferPointer { text -> Swift.Result<Result, TermTextError> in
            var stream = TermTextStream(text, source.end, file)
            do throws(TermTextError) {
                return .success(try body(&stream))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

/// The terms of one text, one after the other, with the place of each.
struct TermTextStream {
    private var parser: TermTextParser
    private let end: TermTextSource.End
    private let file: String
    /// The offset and place of the last term that began.
    private var start = 0
    private var place = TextPlace(line: 1, column: 1)

    init(_ text: UnsafeBufferPointer<UInt8>, _ end: TermTextSource.End, _ file: String) {
        parser = TermTextParser(text)
        self.end = end
        self.file = file
    }

    mutating func next() throws(TermTextError) -> ErlangTerm? {
        start = parser.position
        do throws(TermTextParser.Failure) {
            return try parser.nextTerm(isWhole: end == .complete)
        } catch {
            throw TermTextDiagnosis(parser.text, end, file).error(error, termStart: start)
        }
    }

    mutating func nextPlaced() throws(TermTextError) -> TermTextReader.PlacedTerm? {
        let before = parser.position
        parser.elementOffsets = []
        guard let term = try next() else { return nil }
        place = place.advanced(over: parser.text[before..<parser.termOffset])
        var (elementPlaces, offset, elementPlace) = ([TextPlace](), parser.termOffset, place)
        for next in parser.elementOffsets ?? [] {
            elementPlace = elementPlace.advanced(over: parser.text[offset..<next])
            elementPlaces.append(elementPlace)
            offset = next
        }
        defer { place = elementPlace.advanced(over: parser.text[offset..<parser.position]) }
        return TermTextReader.PlacedTerm(term: term, place: place, elementPlaces: elementPlaces)
    }

    func countError(_ reason: String) -> TermTextError {
        TermTextDiagnosis(parser.text, end, file).error(.count, reason, parser.position)
    }
}
