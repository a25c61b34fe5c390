internal import Files
internal import LibC
internal import SystemPackage

/// The only writer of standard error: `relup-diff: cannot open 'x.tar.gz': No such file or directory`.
///
/// A message is one line, in a log file too: whatever is in a name, it cannot make a line that looks like ours.
package struct Reporter: Sendable {
    /// The name of the command, which every line begins with.
    package let command: String

    package init(command: String) {
        self.command = command
    }

    /// Says what failed.
    package func error(_ message: some CustomStringConvertible) {
        write(TerminalText.line("\(command): \(message.description)") + "\n")
    }

    /// Says what the user should know although the command continues.
    package func warning(_ message: some CustomStringConvertible) {
        write(TerminalText.line("\(command): warning: \(message.description)") + "\n")
    }

    /// Says what was done.
    package func note(_ message: some CustomStringConvertible) {
        write(TerminalText.line("\(command): \(message.description)") + "\n")
    }

    /// Text for standard error as it is, such as a term that a program reads.
    package func verbatim(_ text: String) {
        write(isatty(STDERR_FILENO) == 1 ? TerminalText.escaped(text) : text)
    }

    /// Whether standard error is a terminal that can redraw a line.
    package let isOnTerminal = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"

    /// Redraws the terminal's line at the cursor, cut to what fits; an empty text removes it.
    func progress(_ text: String) {
        guard isOnTerminal else { return }
        let line = text.isEmpty ? "" : TerminalText.escaped("\(command): \(text)")
        let shown = line.count > 79 ? "\(line.prefix(39))…\(line.suffix(39))" : line
        try? WholeFile.write(Array("\r\u{1B}[K\(shown)".utf8), to: .standardError, named: "standard error")
    }

    private func write(_ text: String) {
        try? WholeFile.write(Array(text.utf8), to: .standardError, named: "standard error")
    }
}
