import Appups
public import ArgumentParser
public import CommandSupport
import ErlangTerms

public struct RelupAppup: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-appup",
        abstract: "Writes the appups that an upgrade needs.",
        discussion: """
            Reads the upgrade document on standard input and writes it with an appup for every application that changes: \
            the one that the release brings, one of --appups, or a generated one. With --ebin it compares two versions \
            of one application and writes only the generated appup.
            """,
        examples: """
            relup-appup --explain --write <compared.term >appups.term
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

    public func validate() throws {
        if ![0, 2].contains(ebin.count) { throw ValidationError("--ebin takes the old and the new folder") }
    }

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        var planner = AppupPlanner()
        if let appups { planner.projectAppups = try ProjectAppups(folder: appups) }
        planner.purge = purge
        planner.restarted = Set(restart.map { Atom($0) })
        planner.ignored = Set(ignore.map { Atom($0) })
        return try AppupCommand(planner: planner, folders: ebin, explains: explain, writesFiles: write)
            .run(reporter: reporter)
    }
}
