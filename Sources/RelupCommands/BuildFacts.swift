internal import CommandLine
internal import Files
internal import RelupRuntime
internal import Tarballs

/// Which build this is, as `relup --version` tells it to those who report an error.
enum BuildFacts {
    static var text: String {
        """
        relup \(Toolkit.version)
        commit \(commit ?? "not recorded")
        runtime \(runtime ?? "not built") in \(BesideTheTools.runtime)

        """
    }

    /// What `dev/build` has written: the commit, with `+` if files had changed since.
    private static var commit: String? {
        guard let text = try? WholeFile.read(BesideTheTools.path(of: "commit")) else { return nil }
        return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }.prefix(80), as: UTF8.self)
    }

    /// The SHA-256 of the carried modules, and the OTP release that they were compiled with.
    private static var runtime: String? {
        guard let modules = try? CompiledModules(directory: BesideTheTools.runtime) else { return nil }
        var digest = SHA256()
        for module in modules.names {
            modules.code(of: module)?.withUnsafeBytes { digest.update($0) }
        }
        return "sha256:\(digest.hexadecimal()) of OTP \(modules.otp)"
    }
}
