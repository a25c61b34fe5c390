import ArgumentParser
import CommandSupport
import ErlangTerms
import Files

@main
struct RelupShow: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-show", abstract: "Shows a file of Erlang terms as Erlang prints it.")

    @Flag(help: "Print the term of a file as Erlang's ~tp does; of several the list of them.")
    var erlang = false

    @Flag(help: "With --erlang: as ~p does, with characters above U+00FF escaped.")
    var latin1 = false

    @Argument(help: "The file; - is standard input.")
    var file: String

    func validate() throws {
        guard erlang else { throw ValidationError("--erlang is missing") }
    }

    func execute(reporter: Reporter) throws -> ExitStatus {
        let terms = try TermTextReader.terms(in: WholeFile.read(file), file: file)
        let term = terms.count == 1 ? terms[0] : .list(terms)
        let text = TermTextPrinter.bytes(of: term, style: latin1 ? .pretty : .prettyUnicode)
        try WholeFile.write(text + Array("\n".utf8), to: "-")
        return .done
    }
}
