public import Appups
internal import ErlangTerms
internal import Files
internal import ReleaseDiffs
internal import UpgradeDocuments

/// `relup-appup`: the appups of the document on standard input, or the one between two folders of beams.
public struct AppupCommand: Sendable {
    public var planner: AppupPlanner
    /// Two versions of one application, instead of a document.
    public var folders: [String]
    /// Whether to print every generated instruction with its reason.
    public var explains: Bool
    /// Whether to write generated appups into the unpacked target release, too.
    public var writesFiles: Bool

    public init(planner: AppupPlanner, folders: [String], explains: Bool, writesFiles: Bool) {
        self.planner = planner
        self.folders = folders
        self.explains = explains
        self.writesFiles = writesFiles
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        if folders.isEmpty { return try runOnDocument(reporter) }
        let diff = try EbinComparison.diff(from: folders[0], to: folders[1])
        guard let script = AppupGenerator([diff], purge: planner.purge).script(for: diff) else { return .done }
        tell(script, reporter)
        try WholeFile.write(TermTextPrinter.consultableFile(script.term), to: "-")
        return .done
    }

    private func runOnDocument(_ reporter: Reporter) throws -> ExitStatus {
        var document = try DocumentCommand.read()
        let plan = try AppupStage(planner: planner).apply(to: &document)
        for script in plan.appups.flatMap(\.scripts) { tell(script, reporter) }
        if writesFiles { try AppupFiles.write(document) }
        try DocumentCommand.write(document)
        return .done
    }

    private func tell(_ script: AppupScript, _ reporter: Reporter) {
        let place = "\(script.application) \(script.baseVersion) -> \(script.targetVersion)"
        for note in script.notes { reporter.warning("\(place): \(note.module): \(note.message)") }
        guard explains else { return }
        for step in script.steps {
            for (way, instructions) in [("up", step.up), ("down", step.down)] {
                for instruction in instructions {
                    let text = TermTextPrinter.text(of: instruction, style: .plainUnicode)
                    reporter.note("\(place): \(way) \(text): \(step.reason)")
                }
            }
        }
    }
}
