package import ArgumentParser
internal import Files
internal import LibC
internal import SystemPackage
internal import Tarballs

/// A command of the toolkit: its options are properties, its work is `execute`.
///
/// Wrong usage ends with status 64 and `--help` with 0, in ArgumentParser's words. An error that `execute` throws is
/// reported on one line and ends with status 2, or 1 if it is a negative answer. If standard output is a closed pipe,
/// the command ends with status 0: its reader has seen enough.
package protocol Tool: ParsableCommand {
    func execute(reporter: Reporter) throws -> ExitStatus
}

extension Tool {
    package static func main(_ arguments: [String]) {
        // The write that meets a closed pipe, or a file that grows too large, reports an error.
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        occupyStandardDescriptors()
        // relup-prepare is a script, whose work relup-pack does in its name.
        let reporter = Reporter(command: getenv("RELUP_COMMAND").map { String(cString: $0) } ?? _commandName)
        let command: Self
        do {
            command = try parseTool(arguments)
        } catch {
            refuse(error, reporter)
        }
        do {
            defer { Interruption.waitIfEnding() }
            Glibc.exit(try command.execute(reporter: reporter).rawValue)
        } catch let error as FileError where error.errno == .brokenPipe && error.path == "standard output" {
            Glibc.exit(ExitStatus.done.rawValue)
        } catch let error as TarballError where error.code == .closedPipe {
            Glibc.exit(ExitStatus.done.rawValue)
        } catch let error as UsageError {
            refuse(ValidationError(error.message), reporter)
        } catch let error as any NegativeAnswer where error.isNegativeAnswer {
            reporter.error("\(error)")
            Glibc.exit(ExitStatus.negative.rawValue)
        } catch {
            reporter.error("\(error)")
            Glibc.exit(ExitStatus.failure.rawValue)
        }
    }

    /// Wrong usage, in the words in which the scripts say it too; what `--help` asks for is no error.
    private static func refuse(_ error: any Error, _ reporter: Reporter) -> Never {
        guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
        let message = message(for: error).split(separator: "\n").joined(separator: " ")
        reporter.error("\(message) (see --help)")
        Glibc.exit(ExitStatus.usage.rawValue)
    }

    /// Makes sure that no file of ours gets the number of a standard stream that was closed, and its messages with it.
    /// Reading or writing there remains an error.
    private static func occupyStandardDescriptors() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    private static func parseTool(_ arguments: [String]) throws -> Self {
        guard let tool = try parseAsRoot(arguments) as? Self else { throw CleanExit.helpRequest(self) }
        return tool
    }
}

/// An error that may be the answer to what the user asked, such as that an upgrade needs a restart: status 1.
package protocol NegativeAnswer: Error {
    var isNegativeAnswer: Bool { get }
}

/// Options that contradict each other, found while a command runs: status 64.
package struct UsageError: Error, Equatable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
