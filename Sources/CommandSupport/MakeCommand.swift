public import Relups
internal import UpgradeDocuments

/// `relup-make` in the pipe: makes the relup of the upgrade document on standard input.
public struct MakeCommand: Sendable {
    public var options: RelupPlanner.Options

    public init(options: RelupPlanner.Options) {
        self.options = options
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        var document = try DocumentCommand.read()
        for warning in try MakeStage(options: options).apply(to: &document) { reporter.warning(warning.text) }
        try DocumentCommand.write(document)
        return .done
    }
}
