package import Files
internal import LibC

/// A program that was run to its end, and what it wrote.
package struct CommandRun: Equatable, Sendable {
    /// The exit status; 128 and the signal's number where a signal ended it.
    package let status: Int
    package let output: [UInt8]
    package let errors: [UInt8]

    /// Standard output as text.
    package var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Runs a program, found along `PATH` where its name has no slash.
    ///
    /// - Parameters:
    ///   - environment: variables to add to this process's own; nil takes one away.
    ///   - directory: where to run it; this process's own where not given.
    package static func run(
        _ command: [String], stdin: [UInt8] = [], environment: [String: String?] = [:], directory: String? = nil
    ) throws(FileError) -> CommandRun {
        let run = try ChildProcess.run(
            command, input: stdin, output: .memory, errors: .memory, environment: environment, directory: directory)
        return switch run.end {
        case .status(let status): CommandRun(status: status, output: run.output, errors: run.errors)
        case .signal(let signal): CommandRun(status: 128 + signal, output: run.output, errors: run.errors)
        }
    }

    /// The value of a variable of this process's environment.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The path of a program along `PATH`, or nil where it is not installed.
    package static func find(_ program: String) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
