public import Files
internal import Glibc
internal import SystemPackage

/// A program that was run to its end, and what it wrote.
public struct CommandRun: Equatable, Sendable {
    /// The exit status; 128 and the signal's number where a signal ended it.
    public let status: Int
    public let output: [UInt8]
    public let errors: [UInt8]

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Runs a program, found along `PATH` where its name has no slash.
    ///
    /// - Parameters:
    ///   - environment: variables to add to this process's own; nil takes one away.
    ///   - directory: where to run it; this process's own where not given.
    public static func run(
        _ command: [String], stdin: [UInt8] = [], environment: [String: String?] = [:], directory: String? = nil
    ) throws(FileError) -> CommandRun {
        let command = directory.map { ["env", "-C", $0] + command } ?? command
        let files = TemporaryDirectory()
        try WholeFile.write(stdin, to: files.path("stdin"))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, files.path("stdin"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files.path("stdout"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files.path("stderr"), O_WRONLY | O_CREAT, 0o600)

        var arguments = command.map { strdup($0) } + [nil]
        var variables = environmentStrings(environment).map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables)
        guard failure == 0 else { throw FileError("run", command[0], Errno(rawValue: failure)) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return CommandRun(
            status: Int(signal == 0 ? status >> 8 & 0xFF : 128 + signal),
            output: try WholeFile.read(files.path("stdout")), errors: try WholeFile.read(files.path("stderr")))
    }

    /// The value of a variable of this process's environment.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The path of a program along `PATH`, or nil where it is not installed.
    public static func find(_ program: String) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    private static func environmentStrings(_ changes: [String: String?]) -> [String] {
        var strings: [String] = []
        var variable = environ
        while let text = variable.pointee {
            let string = String(cString: text)
            let name = String(string[..<(string.firstIndex(of: "=") ?? string.endIndex)])
            if !changes.keys.contains(name) { strings.append(string) }
            variable += 1
        }
        for (name, value) in changes { if let value { strings.append("\(name)=\(value)") } }
        return strings
    }
}
