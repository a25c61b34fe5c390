internal import Files
internal import LibC
internal import SystemPackage

/// What is installed together with the executable.
enum BesideTheTools {
    /// The folder of the carried modules that `relup-runtime` has built: `RELUP_RUNTIME_DIR`, or `runtime`.
    static var runtime: String {
        if let path = getenv("RELUP_RUNTIME_DIR").map({ String(cString: $0) }), !path.isEmpty { return path }
        return path(of: "runtime")
    }

    /// A file or folder beside the executable, or below `lib/relup`, if only that is there.
    static func path(of name: String) -> String {
        guard let executable = realpath("/proc/self/exe", nil) else { return name }
        defer { free(executable) }
        let folder = FilePath(String(cString: executable)).removingLastComponent()
        let beside = folder.appending(name)
        let installed = folder.removingLastComponent().appending("lib/relup").appending(name)
        let exists = { (path: FilePath) in (try? path.stat()) != nil }
        return (!exists(beside) && exists(installed) ? installed : beside).string
    }
}
