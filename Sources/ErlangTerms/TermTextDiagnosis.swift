/// Finds why a text is no term, in OTP's words.
struct TermTextDiagnosis {
    private let text: UnsafeBufferPointer<UInt8>
    private let end: TermTextSource.End
    private let file: String

    init(_ text: UnsafeBufferPointer<UInt8>, _ end: TermTextSource.End, _ file: String) {
        self.text = text
        self.end = end
        self.file = file
    }

    /// The error of a term that begins, or whose preceding white space begins, at an offset.
    func error(_ failure: TermTextParser.Failure, termStart: Int) -> TermTextError {
        switch failure {
        case .tooDeep(let offset):
            error(.tooDeep, "nested deeper than \(TermTextReader.maximumDepth) levels", offset)
        case .tooLarge(let offset): error(.tooLarge, "number or segment too large", offset)
        case .noTerm: error(.syntax, "syntax error", termStart)
        }
    }

    /// An error of our own: OTP has no words for it.
    func error(_ code: TermTextError.Code, _ reason: String, _ offset: Int) -> TermTextError {
        let place = TextPlace(line: 1, column: 1).advanced(over: text[..<offset])
        return TermTextError(
            code: code, file: file, place: place, reason: reason,
            erlangTerm: .tuple(.integer(place.line), .atom("erl_parse"), .string(reason)))
    }
}
