internal import Files
internal import LibC
internal import SystemPackage

/// Where the carried modules are that `relup-runtime` has built.
enum RuntimeFolder {
    /// `RELUP_RUNTIME_DIR`, otherwise `runtime` beside the executables, or below `lib/relup` if they are installed.
    static var path: String {
        if let path = getenv("RELUP_RUNTIME_DIR").map({ String(cString: $0) }), !path.isEmpty { return path }
        guard let executable = realpath("/proc/self/exe", nil) else { return "runtime" }
        defer { free(executable) }
        let folder = FilePath(String(cString: executable)).removingLastComponent()
        let beside = folder.appending("runtime").string
        let installed = folder.removingLastComponent().appending("lib/relup/runtime").string
        return !Directory.exists(beside) && Directory.exists(installed) ? installed : beside
    }
}
