public import ArgumentParser
public import CommandSupport

public struct RelupShow: Tool {
    public static let configuration = CommandConfiguration(
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

    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "Write the dependencies as a graph for Graphviz.")
    var dot = false

    @Flag(help: "Write a page for a browser.")
    var html = false

    @Flag(help: "Print the term of a file as Erlang's ~tp does; if there are several, a list of them.")
    var erlang = false

    @Flag(help: "With --erlang: print as ~p does, with characters above U+00FF escaped.")
    var latin1 = false

    @Option(help: "Colours: auto, always or never.")
    var color = "auto"

    @Argument(help: "The file, or a release's directory; - is standard input.")
    var file: String = "-"

    public func validate() throws {
        guard TerminalColour.Choice(rawValue: color) != nil else {
            throw ValidationError("--color is auto, always or never")
        }
        guard [json, dot, html, erlang].filter({ $0 }).count <= 1 else {
            throw ValidationError("give only one of --json, --dot, --html and --erlang")
        }
        guard erlang || !latin1 else { throw ValidationError("--latin1 needs --erlang") }
    }

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        let form: ShowCommand.Form =
            erlang ? .erlang(isLatin1: latin1) : json ? .json : dot ? .dot : html ? .html : .text
        return try ShowCommand(file: file, form: form, colour: TerminalColour.Choice(rawValue: color) ?? .auto).run()
    }
}
