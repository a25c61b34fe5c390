package import ArgumentParser
package import CommandLine
internal import ErlangTerms
internal import Files
import Overviews

package struct RelupShow: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-show",
        abstract: "Shows an upgrade document, relup, appup, release or beam to people.",
        discussion: """
            As text, scripts are timelines: what is done before the point of no return, what after it, and whose \
            processes are suspended when. --html writes one page that needs no network.
            """,
        examples: """
            relup-show demo-1.1.0.upgrade.tar.gz
            relup-show --html checked.term >upgrade.html
            relup-show --erlang work/demo-1.0.0/releases/1.0.0/sys.config
            """)

    enum Form: String, EnumerableFlag {
        case json, dot, html, erlang

        static func help(for form: Form) -> ArgumentHelp? {
            switch form {
            case .json: "Write JSON."
            case .dot: "Write the dependencies as a graph for Graphviz."
            case .html: "Write a page for a browser."
            case .erlang: "Print the term of a file as Erlang's ~tp does; if there are several, a list of them."
            }
        }
    }

    @Flag var form: Form?

    @Flag(help: "With --erlang: print as ~p does, with characters above U+00FF escaped.")
    var latin1 = false

    @OptionGroup var colour: ColourOption

    @Argument(help: "The file, or a release's directory; - is standard input.")
    var file: String = "-"

    package func validate() throws {
        guard form == .erlang || !latin1 else { throw ValidationError("--latin1 needs --erlang") }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        try StandardOutput.write(text())
        return .done
    }

    private func text() throws -> String {
        if form == .erlang {
            let terms = try TermTextReader.terms(in: WholeFile.read(file), file: file)
            let style: TermTextPrinter.Style = latin1 ? .pretty : .prettyUnicode
            return TermTextPrinter.text(of: terms.count == 1 ? terms[0] : .list(terms), style: style) + "\n"
        }
        let overview = try Overview(file: file)
        return switch form {
        case .json: overview.json.text + "\n"
        case .dot: overview.dot
        case .html: overview.html
        default: overview.text(colour.colour)
        }
    }
}
