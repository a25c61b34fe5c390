public import Files
internal import SystemPackage

/// The built executables of this package, run as processes.
public enum Tool {
    /// The folder of the executables: that of the running test program.
    public static let folder = FilePath(CommandLine.arguments[0]).removingLastComponent().string

    /// Runs a tool to its end.
    public static func run(
        _ name: String, _ arguments: String..., stdin: [UInt8] = [], environment: [String: String?] = [:],
        directory: String? = nil
    ) throws(FileError) -> CommandRun {
        try CommandRun.run(
            ["\(folder)/\(name)"] + arguments, stdin: stdin, environment: environment, directory: directory)
    }

    /// Runs a command line of the shell with the tools and the scripts of `bin` found first.
    public static func shell(
        _ command: String, stdin: [UInt8] = [], directory: String? = nil
    ) throws(FileError) -> CommandRun {
        let path = "\(folder):\(Fixture.package)/bin"
        return try CommandRun.run(
            ["bash", "-c", "PATH=\"\(path):$PATH\"; \(command)"], stdin: stdin, directory: directory)
    }
}
