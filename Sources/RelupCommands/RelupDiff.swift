public import ArgumentParser
public import CommandSupport

public struct RelupDiff: Tool {
    public static let configuration = CommandConfiguration(
        tool: "relup-diff",
        abstract: "Finds what changed between releases.",
        discussion: """
            Compares the named releases, or those of the upgrade document on standard input, and writes the document \
            with what it found. On a terminal it shows that for people. It also compares two beams.
            """,
        examples: """
            relup-diff demo-1.0.0.tar.gz demo-1.1.0.tar.gz --table
            relup-diff <upgrade.term >compared.term
            relup-diff work/demo-*/lib/demo-*/ebin/Elixir.Demo.Visits.beam
            """)

    @Flag(help: "Compare all chunks of beams, as beam_lib:cmp/2 does, debug information included.")
    var strictChunks = false

    @Flag(help: "Write what changed as JSON.")
    var json = false

    @Flag(help: "Write one line for each base release.")
    var summary = false

    @Flag(help: "Write what changed for people, even if standard output is not a terminal.")
    var table = false

    @Flag(help: "End with status 1 if the releases differ.")
    var exitCode = false

    @Argument(help: "Release tarballs or directories, the new release last; or two beams.")
    var releases: [String] = []

    public init() {}

    public func execute(reporter: Reporter) throws -> ExitStatus {
        let form: DiffCommand.Form = json ? .json : summary ? .summary : table ? .table : .automatic
        return try DiffCommand(
            releases: releases, comparesAllChunks: strictChunks, form: form, tellsByStatus: exitCode
        ).run()
    }
}
