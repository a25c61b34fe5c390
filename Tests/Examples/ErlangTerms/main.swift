// Prints the terms of a file such as sys.config, read from standard input, one a line, each with the size that
// term_to_binary/1 gives it.
import ErlangTerms

var text = ""
while let line = readLine(strippingNewline: false) { text += line }

for term in try TermTextReader.terms(in: Array(text.utf8), file: "standard input") {
    let bytes = ExternalTermWriter.bytes(of: term)
    let same = try ExternalTermReader.term(in: bytes)
    print(bytes.count, TermTextPrinter.line(of: same))
}
