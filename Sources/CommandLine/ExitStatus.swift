/// How a command ends: what its exit status means to the shell.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The command did its work and the answer is negative: it found a difference, or the verdict is a restart.
    case negative = 1
    case failure = 2
    /// The command line is wrong (`EX_USAGE` of sysexits.h).
    case usage = 64
}
