/// Finds why a text is not a term, in the words and at the line of OTP 25.2, or those of OTP 27 for what is new in it.
///
/// Reads the text once more, this time into tokens as `erl_scan` makes them, and compares these with the grammar of
/// expressions. Only texts with errors pay for it.
struct TermTextDiagnosis {
    let text: UnsafeBufferPointer<UInt8>
    let end: TermTextSource.End
    /// The version of OTP whose rules count.
    let otp: Int
    private let file: String

    init(_ text: UnsafeBufferPointer<UInt8>, _ end: TermTextSource.End, _ file: String, otp: Int) {
        self.text = text
        self.end = end
        self.otp = otp
        self.file = file
    }

    /// The error of a term that begins, or whose preceding white space begins, at an offset.
    func error(_ failure: TermTextParser.Failure, termStart: Int) -> TermTextError {
        switch failure {
        case .tooDeep(let offset): return tooDeep(offset)
        case .tooLarge(let offset): return error(.tooLarge, "number or segment too large", offset)
        case .noTerm:
            var scanner = TermTextScanner(self, from: termStart)
            do throws(TermTextError) {
                return syntaxError(try scanner.tokens())
            } catch {
                return error
            }
        }
    }

    private func syntaxError(_ tokens: [TermTextToken]) -> TermTextError {
        var syntax = ExpressionSyntax(tokens)
        do throws(ExpressionSyntax.Failure) {
            let offset = try syntax.termOffset()
            return error(.badTerm, "bad term", offset)
        } catch {
            switch error {
            case .tooDeep(let offset): return tooDeep(offset)
            case .sigil(let reason, let offset): return self.error(.syntax, reason, offset)
            case .unexpected(let token):
                let before = "syntax error before: "
                return self.error(
                    .syntax, before + token.text, token.offset, .list([.string(before), .string(token.text)]))
            }
        }
    }

    private func tooDeep(_ offset: Int) -> TermTextError {
        error(.tooDeep, "nested deeper than \(TermTextReader.maximumDepth) levels", offset)
    }

    /// The error of a text that has no token where one is needed, because no more of it can be read.
    func endError() -> TermTextError {
        end == .illegalCharacter
            ? scanError("illegal character", text.count, .tuple(.atom("illegal"), .atom("character")))
            : error(
                .encoding, "cannot translate from UTF-8", text.count, .atom("invalid_unicode"),
                module: "file_io_server")
    }

    func scanError(_ reason: String, _ offset: Int, _ term: ErlangTerm) -> TermTextError {
        error(.scan, reason, offset, term, module: "erl_scan")
    }

    /// An error that other versions of OTP do not find, in other words and at another place.
    func error(_ error: TermTextError, _ reason: String, _ offset: Int) -> TermTextError {
        TermTextError(
            code: error.code, file: file, place: self.error(error.code, reason, offset).place, reason: reason,
            isOfVersion: true, erlangTerm: error.erlangTerm)
    }

    /// An error at an offset; `term` is OTP's reason, if that is not the text.
    func error(
        _ code: TermTextError.Code, _ reason: String, _ offset: Int, _ term: ErlangTerm? = nil,
        module: Atom = "erl_parse"
    ) -> TermTextError {
        let place = TextPlace(line: 1, column: 1).advanced(over: text[..<offset])
        return TermTextError(
            code: code, file: file, place: place, reason: reason, isOfVersion: false,
            erlangTerm: .tuple(.integer(place.line), .atom(module), term ?? .string(reason)))
    }
}
