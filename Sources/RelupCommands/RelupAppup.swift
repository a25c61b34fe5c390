import Appups
package import ArgumentParser
package import CommandLine
import ErlangTerms
internal import Files
import Overviews
import ReleaseDiffs
import Releases
import UpgradeDocuments
import UpgradeStages

package struct RelupAppup: Tool {
    package static let configuration = CommandConfiguration(
        tool: "relup-appup",
        abstract: "Writes the appups that an upgrade needs.",
        discussion: """
            Reads the upgrade document on standard input and writes it with an appup for every application that changes: \
            the one that the release brings, one of --appups, or a generated one. On a terminal it shows them to people. \
            With --ebin it compares two versions of one application and writes only the generated appup.
            """,
        examples: """
            relup-appup --explain --write <compared.term >appups.term
            relup-appup --suggest demo-1.0.0.tar.gz demo-1.1.0.tar.gz
            relup-appup --ebin work/demo-1.0.0/lib/demo-1.0.0/ebin \\
              work/demo-1.1.0/lib/demo-1.1.0/ebin
            """)

    @Option(help: ArgumentHelp("A folder of appups that win over generated ones.", valueName: "folder"))
    var appups: String?

    @Option(
        help: "How to purge old code: 'default=soft;module=brutal;other=soft/brutal'.",
        transform: { text in
            guard let policy = PurgePolicy(text) else { throw ValidationError("'\(text)' is not a purge policy") }
            return policy
        })
    var purge = PurgePolicy()

    @Option(help: "Restart this application, whatever its appup says; may be repeated.")
    var restart: [String] = []

    @Option(help: "Leave the modules of this application as they are; may be repeated.")
    var ignore: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The old and the new folder of beams.", valueName: "ebin"))
    var ebin: [String] = []

    @Flag(help: "Print the reason for every generated instruction.")
    var explain = false

    @Flag(help: "Also write generated appups into the unpacked new release.")
    var write = false

    @Flag(
        help:
            "Print a code_change for each state that has another form, to write the missing ones from; and no document."
    )
    var suggest = false

    @Argument(help: "With --suggest: releases, the new one last, in place of the document.")
    var releases: [String] = []

    package func validate() throws {
        if suggest, !ebin.isEmpty { throw ValidationError("--suggest and --ebin do not go together") }
        if !suggest, !releases.isEmpty { throw ValidationError("only --suggest reads releases by itself") }
        if ![0, 2].contains(ebin.count) { throw ValidationError("--ebin takes the old and the new folder") }
    }

    package init() {}

    package func execute(reporter: Reporter) throws -> ExitStatus {
        if suggest { return try suggestCodeChanges(reporter) }
        var planner = AppupPlanner()
        planner.purge = purge
        planner.restarted = Set(restart.map { Atom($0) })
        planner.ignored = Set(ignore.map { Atom($0) })
        return ebin.isEmpty ? try plan(planner, reporter) : try generate(planner.purge, reporter)
    }

    private func plan(_ planner: AppupPlanner, _ reporter: Reporter) throws -> ExitStatus {
        var document = try UpgradeDocument.read()
        var planner = planner
        if let appups {
            let syntax = try document.releases().target.release.syntax
            planner.projectAppups = try ProjectAppups(folder: appups, syntax: syntax)
        }
        let plan = try AppupStage(planner: planner).apply(to: &document)
        for script in plan.appups.flatMap(\.scripts) { report(script, reporter) }
        if write { try AppupFiles.write(document) }
        if StandardOutput.isTerminal {
            try StandardOutput.write(Overview(appupsOf: document).text(TerminalColour(.auto), isFolded: false))
        } else {
            try document.write()
        }
        return .done
    }

    private func suggestCodeChanges(_ reporter: Reporter) throws -> ExitStatus {
        let document = try releases.isEmpty ? UpgradeDocument.read() : DiffStage().document(comparing: releases)
        let changes = try document.diffs().flatMap(\.applications).flatMap(\.changedModules)
        let skeletons = changes.compactMap(CodeChangeSkeleton.init).map(\.text)
        var known: Set<String> = []
        try StandardOutput.write(skeletons.filter { known.insert($0).inserted }.joined(separator: "\n"))
        if skeletons.isEmpty { reporter.note("no state has another form without a code_change, as far as it is seen") }
        return .done
    }

    /// The appup between two folders of beams.
    private func generate(_ purge: PurgePolicy, _ reporter: Reporter) throws -> ExitStatus {
        let diff = try EbinComparison.diff(from: ebin[0], to: ebin[1])
        guard let script = AppupGenerator([diff], purge: purge).script(for: diff) else { return .done }
        report(script, reporter)
        try WholeFile.write(TermTextPrinter.consultableFile(script.term), to: "-")
        return .done
    }

    private func report(_ script: AppupScript, _ reporter: Reporter) {
        let place = "\(script.application) \(script.baseVersion) -> \(script.targetVersion)"
        for note in script.notes { reporter.warning("\(place): \(note.module): \(note.message)") }
        guard explain else { return }
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
