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
            First the verdict, what matters most about it, and what to do now; then the findings, what changes and why, \
            and the scripts as timelines: what is done before the point of no return, what after it, and whose processes \
            are suspended when. --html writes one page that needs no network. On a terminal, what is long is folded. The \
            times of a rehearsal are drawn if its result lies beside the tarball.
            """,
        examples: """
            relup-show demo-1.1.0.upgrade.tar.gz
            relup-show --html checked.term >upgrade.html
            relup-show --compare checked.term demo-1.1.0.upgrade.tar.gz
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

    @Flag(help: "On a terminal: show all steps and rows.")
    var all = false

    @Option(help: ArgumentHelp("Show how the file differs from this one.", valueName: "other"))
    var compare: String?

    @Option(
        help: ArgumentHelp("What relup-rehearse has written about the tarball, if not beside it.", valueName: "file"))
    var rehearsal: String?

    @OptionGroup var colour: ColourOption

    @Argument(help: "The file, or a release's directory; - is standard input.")
    var file: String = "-"

    package func validate() throws {
        guard form == .erlang || !latin1 else { throw ValidationError("--latin1 needs --erlang") }
        if compare != nil, form == .erlang || form == .dot {
            throw ValidationError("--compare does not go with --\(form?.rawValue ?? "")")
        }
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
        var overview = try Overview(file: file, rehearsal: rehearsal)
        if let compare {
            overview = Overview(comparing: try Overview(file: compare), compare, with: overview, file)
        }
        return switch form {
        case .json: overview.json.text + "\n"
        case .dot: overview.dot
        case .html: overview.html
        default: overview.text(colour.colour, isFolded: StandardOutput.isTerminal && !all)
        }
    }
}
