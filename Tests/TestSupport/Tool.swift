public import Files
internal import Glibc
internal import SystemPackage

/// The built executables of this package, run as processes.
public enum Tool {
    /// The folder of the executables: that of the running test program.
    public static let folder: String = {
        guard let tests = realpath("/proc/self/exe", nil) else { preconditionFailure("no /proc") }
        defer { free(tests) }
        return FilePath(String(cString: tests)).removingLastComponent().string
    }()

    /// The path of an executable.
    public static func path(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    /// Runs a tool to its end.
    public static func run(
        _ name: String, _ arguments: String..., stdin: [UInt8] = [], environment: [String: String?] = [:],
        directory: String? = nil
    ) throws(FileError) -> CommandRun {
        try CommandRun.run([path(name)] + arguments, stdin: stdin, environment: environment, directory: directory)
    }

    /// Runs a command line of the shell with the tools and the scripts of `bin` found first.
    public static func shell(
        _ command: String, stdin: [UInt8] = [], directory: String? = nil
    ) throws(FileError) -> CommandRun {
        let path = "\(folder):\(Fixture.package)/bin"

        return try CommandRun.run(
            ["bash", "-c", "PATH=\"\(path):$PATH\"; \(command)"], stdin: stdin, environment: ["RELUP_TOOLS": folder],
            directory: directory)
    }
}
