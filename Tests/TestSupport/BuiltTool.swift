package import Files
internal import LibC
internal import SystemPackage

/// The built executables of this package, run as processes.
package enum BuiltTool {
    /// The folder of the tools: `RELUP_TOOLS`, or links to the executable `relup`, which lies where the running test program
    /// does.
    package static let folder: String = {
        if let named = getenv("RELUP_TOOLS").map({ String(cString: $0) }), !named.isEmpty { return named }
        guard let tests = realpath("/proc/self/exe", nil) else { preconditionFailure("no /proc") }
        defer { free(tests) }
        let built = FilePath(String(cString: tests)).removingLastComponent()
        let names = try? CommandRun.run([built.appending("relup").string, "--tools"])
        guard let names, names.status == 0 else { preconditionFailure("'relup' is not built") }
        let folder = built.appending("tools").string
        mkdir(folder, 0o777)
        for name in ["relup"] + String(decoding: names.output, as: UTF8.self).split(separator: "\n") {
            symlink("../relup", "\(folder)/\(name)")
        }
        return folder
    }()

    /// The path of an executable.
    package static func path(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    /// What is beside the tools by chance, the modules that relups carry, does not count.
    private static let surroundings: [String: String?] = ["RELUP_RUNTIME_DIR": "\(folder)/no-runtime"]

    /// Runs a tool to its end.
    package static func run(
        _ name: String, _ arguments: String..., stdin: [UInt8] = [], environment: [String: String?] = [:],
        directory: String? = nil
    ) throws(FileError) -> CommandRun {
        try CommandRun.run(
            [path(name)] + arguments, stdin: stdin, environment: surroundings.merging(environment) { $1 },
            directory: directory)
    }

    /// Runs a command line of the shell with the tools and the scripts of `bin` found first.
    package static func shell(
        _ command: String, stdin: [UInt8] = [], directory: String? = nil
    ) throws(FileError) -> CommandRun {
        let path = "\(folder):\(Fixture.package)/bin"

        return try CommandRun.run(
            ["bash", "-c", "PATH=\"\(path):$PATH\"; \(command)"], stdin: stdin,
            environment: surroundings.merging(["RELUP_TOOLS": folder]) { $1 },
            directory: directory)
    }
}
