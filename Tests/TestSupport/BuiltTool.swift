internal import Glibc
internal import SystemPackage

/// The commands that are built with the tests.
public enum BuiltTool {
    /// The path of a command, beside the program that runs the tests.
    public static func path(_ name: String) -> String {
        guard let tests = realpath("/proc/self/exe", nil) else { preconditionFailure("no /proc") }
        defer { free(tests) }
        return FilePath(String(cString: tests)).removingLastComponent().appending(name).string
    }
}
