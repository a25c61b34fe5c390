internal import ErlangTerms
internal import Files
internal import Glibc
public import RelupModifications
internal import Relups
internal import UpgradeDocuments

/// `relup-modify`: reads a relup, modifies it, writes it, and reports what was done.
public struct ModifyCommand: Sendable {
    public var request: ModificationRequest
    /// The name of the release.
    public var name: String?
    public var dialect: Dialect
    /// Whose modules run on the node: `edeliver` or `relup_runtime`.
    public var runtime: String?
    /// Where the relup comes from; `-` is standard input.
    public var input: String
    /// Where it goes; `-` is standard output.
    public var output: String
    public var overwrites: Bool
    /// Whether to show only the difference.
    public var showsDifference: Bool

    public init(
        request: ModificationRequest, name: String?, dialect: Dialect, runtime: String?, input: String,
        output: String, overwrites: Bool, showsDifference: Bool
    ) {
        self.request = request
        self.name = name
        self.dialect = dialect
        self.runtime = runtime
        self.input = input
        self.output = output
        self.overwrites = overwrites
        self.showsDifference = showsDifference
    }

    /// Modifies a relup, or the relup of an upgrade document, and writes the same kind.
    public func run(reporter: Reporter) throws -> ExitStatus {
        if let conflict = request.choice.conflict { throw UsageError(conflict) }
        let runtime = try chosenRuntime()
        var request = request
        if request.runtimeDirectory.isEmpty { request.runtimeDirectory = RuntimeFolder.path }
        let bytes = try WholeFile.read(input)
        let inputName = input == "-" ? "standard input" : input
        if let name {
            let relup = try RelupReader.relup(in: bytes, file: inputName)
            let (outcome, reason) = try request.apply(
                to: relup,
                configuration: .init(name: Atom(name), dialect: dialect, runtime: runtime ?? .edeliver), facts: .init(),
                environment: Self.environment)
            try tell(outcome, reason, of: relup, reporter) { dialect.bytes(of: outcome.relup) }
        } else {
            var document = try document(in: bytes, named: inputName)
            let stage = ModifyStage(request: request, dialect: dialect, runtime: runtime)
            let result = try stage.apply(to: &document, environment: Self.environment)
            try tell(result.outcome, result.reason, of: result.unmodified, reporter) { document.text }
        }
        return .done
    }

    private func document(in bytes: [UInt8], named name: String) throws -> UpgradeDocument {
        do {
            return try UpgradeDocumentReader.document(in: bytes, named: name)
        } catch {
            guard (try? RelupReader.relup(in: bytes, file: name)) != nil else { throw error }
            throw UsageError("a relup does not contain the name of its release: give it with --name")
        }
    }

    /// What `--runtime` and `--strict` request.
    private func chosenRuntime() throws(UsageError) -> InstructionRuntime? {
        switch runtime {
        case "edeliver": return .edeliver
        case "relup_runtime":
            if dialect == .strict { throw UsageError("--strict and --runtime relup_runtime do not go together") }
            return .own
        case nil: return dialect == .strict ? .edeliver : nil
        case let other?: throw UsageError("unknown runtime '\(other)': edeliver or relup_runtime expected")
        }
    }

    /// Reports what was done, and writes the result or the difference that it makes.
    private func tell(
        _ outcome: RelupModification.Outcome, _ reason: String, of relup: Relup, _ reporter: Reporter,
        _ result: () -> [UInt8]
    ) throws {
        reporter.note(reason)
        outcome.changes.forEach { reporter.note($0) }
        outcome.warnings.forEach { reporter.warning($0) }
        if showsDifference {
            let difference = RelupDifference.text(from: relup, to: outcome.relup)
            try WholeFile.write(Array(difference.utf8), to: "-")
        } else {
            try WholeFile.write(result(), to: output, overwriting: overwrites)
        }
    }

    /// edeliver's variables, as far as they are set.
    private static var environment: [String: String] {
        var values: [String: String] = [:]
        for name in ["RELUP_MODIFICATION_MODULE", "SKIP_RELUP_MODIFICATIONS"] {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}
