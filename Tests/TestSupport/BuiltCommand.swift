internal import Glibc
internal import SystemPackage

/// The package's commands as they were built along with the tests.
public enum BuiltCommand {
    /// The path of a command: it lies beside the program that runs the tests.
    public static func path(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let program = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return FilePath(program).removingLastComponent().appending(name).string
    }
}
