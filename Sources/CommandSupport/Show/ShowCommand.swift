internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Releases
internal import Relups
internal import UpgradeDocuments

/// `relup-show`: shows a document, relup, appup, release or beam to people.
public struct ShowCommand: Sendable {
    public enum Form: Sendable {
        case text, json, dot, html
        /// The term of the file as Erlang's `~tp` prints it, or `~p`; if there are several, the list of them.
        case erlang(isLatin1: Bool)
    }

    /// A file or a release's directory; `-` is standard input.
    public var file: String
    public var form: Form
    public var colour: TerminalColour.Choice

    public init(file: String, form: Form, colour: TerminalColour.Choice) {
        self.file = file
        self.form = form
        self.colour = colour
    }

    public func run() throws -> ExitStatus {
        let isRelease = if case .erlang = form { false } else { Directory.exists(file) }
        try WholeFile.write(Array(text(of: isRelease ? nil : WholeFile.read(file)).utf8), to: "-")
        return .done
    }

    /// What is shown of the file's bytes, or of the release if there are none.
    package func text(of bytes: [UInt8]?) throws -> String {
        switch form {
        case .erlang(let isLatin1): try erlang(bytes ?? [], style: isLatin1 ? .pretty : .prettyUnicode)
        case .text: try overview(bytes).text(TerminalColour(colour))
        case .json: try overview(bytes).json.text + "\n"
        case .dot: try overview(bytes).dot
        case .html: try overview(bytes).html
        }
    }

    private func erlang(_ bytes: [UInt8], style: TermTextPrinter.Style) throws -> String {
        let terms = try TermTextReader.terms(in: bytes, file: file)
        return TermTextPrinter.text(of: terms.count == 1 ? terms[0] : .list(terms), style: style) + "\n"
    }

    private func overview(_ bytes: [UInt8]?) throws -> Overview {
        guard let bytes else { return try release() }
        let name = file == "-" ? "standard input" : file
        if bytes.starts(with: [0x46, 0x4F, 0x52, 0x31]) { return try module(bytes, name) }
        if bytes.starts(with: [0x1F, 0x8B]), let module = try? module(bytes, name) { return module }
        if !bytes.prefix(512).allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) { return try release() }
        let term = try TermTextReader.soleTerm(in: bytes, file: name)
        if term.tagged("upgrade", count: 3) != nil {
            return try Overview(UpgradeDocumentReader.document(in: bytes, named: name))
        }
        if let relup = try? RelupReader.relup(term, file: name) { return Overview(relup) }
        if let appup = Overview(appup: term) { return appup }
        throw UpgradeDocumentError(.notADocument, "\(name) is not an upgrade document, relup, appup, release or beam")
    }

    private func module(_ bytes: [UInt8], _ name: String) throws -> Overview {
        Overview(try ModuleExcerpt(bytes, file: name).facts())
    }

    private func release() throws -> Overview {
        guard file != "-" else { throw UsageError("a release is shown from a file or directory") }
        let shown = try ShownRelease(file)
        return Overview(shown.release, shown.applications, relup: shown.relup)
    }
}
