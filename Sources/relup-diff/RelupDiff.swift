import ArgumentParser
import CommandSupport

@main
struct RelupDiff: Tool {
    static let configuration = CommandConfiguration(
        commandName: "relup-diff", abstract: "Finds what changed between releases.",
        discussion: """
            Compares the releases that are named, or those of the upgrade document on standard input, and writes the \
            document with what it found.
            """)

    @Flag(help: "Compare all chunks of beams, as beam_lib:cmp/2 does, debug information included.")
    var strictChunks = false

    @Flag(help: "End with status 1 where the releases differ.")
    var exitCode = false

    @Argument(help: "Release tarballs or directories, the new release last.")
    var releases: [String] = []

    func execute(reporter: Reporter) throws -> ExitStatus {
        try DiffCommand(releases: releases, comparesAllChunks: strictChunks, tellsByStatus: exitCode).run()
    }
}
