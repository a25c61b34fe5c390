internal import ErlangTerms
internal import Files
internal import Glibc
public import RelupModifications
internal import Relups

/// `relup-modify`: reads a relup, modifies it, writes it, and tells what was done.
public struct ModifyCommand: Sendable {
    public var request: ModificationRequest
    /// The name of the release.
    public var name: String?
    public var dialect: Dialect
    /// Where the relup comes from; `-` is standard input.
    public var input: String
    /// Where it goes; `-` is standard output.
    public var output: String
    public var overwrites: Bool
    /// Whether only the difference is shown.
    public var showsDifference: Bool

    public init(
        request: ModificationRequest, name: String?, dialect: Dialect, input: String, output: String, overwrites: Bool,
        showsDifference: Bool
    ) {
        self.request = request
        self.name = name
        self.dialect = dialect
        self.input = input
        self.output = output
        self.overwrites = overwrites
        self.showsDifference = showsDifference
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        let bytes = try WholeFile.read(input)
        guard let name else { throw UsageError("a relup does not tell the release's name: give it with --name") }
        let relup = try RelupReader.relup(in: bytes, file: input == "-" ? "standard input" : input)
        let (outcome, reason) = try request.apply(
            to: relup, configuration: .init(name: Atom(name), dialect: dialect), facts: .init(),
            environment: Self.environment(of: ["RELUP_MODIFICATION_MODULE", "SKIP_RELUP_MODIFICATIONS"]))
        reporter.note(reason)
        outcome.changes.forEach { reporter.note($0) }
        outcome.warnings.forEach { reporter.warning($0) }
        if showsDifference {
            let difference = RelupDifference.text(from: relup, to: outcome.relup)
            try WholeFile.write(Array(difference.utf8), to: "-")
        } else {
            try WholeFile.write(dialect.bytes(of: outcome.relup), to: output, overwriting: overwrites)
        }
        return .done
    }

    /// The variables of these names that are set.
    private static func environment(of names: [String]) -> [String: String] {
        var values: [String: String] = [:]
        for name in names { if let value = getenv(name) { values[name] = String(cString: value) } }
        return values
    }
}
