internal import Files

/// A script in `Tests/Oracles`: it asks the Erlang that is installed, and writes files with the answers.
package enum Oracle {
    /// What keeps a test that needs one from running without Erlang.
    package static var isInstalled: Bool { CommandRun.find("escript") != nil }

    /// Runs one to its end.
    ///
    /// - Throws: an error with all that it wrote if it fails.
    package static func run(_ name: String, _ arguments: [String]) throws {
        let script = "\(Fixture.package)/Tests/Oracles/\(name)_oracle.escript"
        let run = try CommandRun.run(["escript", script] + arguments)
        guard run.status == 0 else { throw Failure(description: "\(run.errorText)\(run.text)") }
    }

    /// The lines of the file that one writes, each split at its spaces.
    package static func lines(_ name: String) throws -> [[Substring]] {
        let directory = TemporaryDirectory()
        try run(name, [directory.path("answers")])
        return String(decoding: try WholeFile.read(directory.path("answers")), as: UTF8.self)
            .split(separator: "\n").map { $0.split(separator: " ") }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
