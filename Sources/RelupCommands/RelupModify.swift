package import ArgumentParser
package import CommandLine
internal import ErlangTerms
internal import Files
import RelupModifications
import Relups
import UpgradeDocuments
import UpgradeStages

package struct RelupModify: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-modify",
        abstract: "Modifies a relup, as edeliver's relup modifications do.",
        discussion: "Documentation/Modifications.md describes the instructions, and how to write your own files.",
        examples: """
            relup-modify --modification phoenix <relup.term >modified.term
            relup-modify --dry-run modified.term
            """)

    @Argument(help: "The relup (- is standard input).")
    var input = "-"

    @Option(help: "The name of the release.")
    var name: String?

    @OptionGroup var options: ModificationOptions

    @Flag(help: "Do what edeliver 1.9.2 does, term for term.")
    var strict = false

    /// Whose modules the relup calls.
    enum Runtime: String, ExpressibleByArgument, CaseIterable {
        case edeliver, relup_runtime
    }

    @Option(help: ArgumentHelp("Whose modules the node runs.", valueName: "edeliver|relup_runtime"))
    var runtime: Runtime?

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file for the relup (- is standard output).", valueName: "file"))
    var output = "-"

    @Flag(name: .overwrite, help: "Replace an existing file.")
    var overwrite = false

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        let request = options.request
        if let conflict = request.choice.conflict { throw UsageError(conflict) }
        let calledModules = try calledModules()
        let bytes = try WholeFile.read(input)
        let inputName = input == "-" ? "standard input" : input
        if let name {
            let relup = try RelupReader.relup(in: bytes, file: inputName)
            let (outcome, reason) = try request.apply(
                to: relup,
                configuration: .init(name: Atom(name), dialect: dialect, calledModules: calledModules ?? .edeliver),
                facts: .init(),
                environment: ModificationOptions.environment)
            try finish(outcome, reason, of: relup, reporter) { [dialect.bytes(of: outcome.relup)[...]] }
        } else {
            var document = try document(in: bytes, named: inputName)
            let stage = ModifyStage(request: request, dialect: dialect, calledModules: calledModules)
            let result = try stage.apply(to: &document, environment: ModificationOptions.environment)
            try finish(result.outcome, result.reason, of: result.unmodified, reporter) { document.pieces }
        }
        return .done
    }

    private var dialect: Dialect { strict ? .strict : .repaired }

    private func document(in bytes: [UInt8], named name: String) throws -> UpgradeDocument {
        do {
            return try UpgradeDocumentReader.document(in: bytes, named: name)
        } catch {
            guard (try? RelupReader.relup(in: bytes, file: name)) != nil else { throw error }
            throw UsageError("a relup does not name its release: give the name with --name")
        }
    }

    /// What `--runtime` and `--strict` ask for.
    private func calledModules() throws(UsageError) -> CalledModules? {
        switch runtime {
        case .edeliver: return .edeliver
        case .relup_runtime:
            if strict { throw UsageError("--strict and --runtime relup_runtime do not go together") }
            return .own
        case nil: return strict ? .edeliver : nil
        }
    }

    /// Reports what was done, and writes the result or the difference that it makes.
    private func finish(
        _ outcome: RelupModification.Outcome, _ reason: String, of relup: Relup, _ reporter: Reporter,
        _ result: () -> [ArraySlice<UInt8>]
    ) throws {
        reporter.note(reason)
        outcome.changes.forEach { reporter.note($0) }
        outcome.warnings.forEach { reporter.warning($0) }
        if dryRun {
            try StandardOutput.write(RelupDifference.text(from: relup, to: outcome.relup))
        } else {
            try WholeFile.write(pieces: result(), to: output, overwriting: overwrite)
        }
    }
}
