internal import Files
internal import LibC
internal import SystemPackage

/// The output of a command for its reader, a person or a program.
enum StandardOutput {
    /// Whether a person reads it on a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    static func write(_ text: String) throws {
        try WholeFile.write(text.utf8, to: .standardOutput, named: "standard output")
    }
}
