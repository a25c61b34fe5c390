internal import ErlangTerms
internal import ReleaseDiffs

/// Finds code and configuration that name the plain version of an application which has an automatic one.
struct CompiledVersionCheck: UpgradeCheck {
    static let compiled = FindingKind(
        "version-compiled-in", .info,
        "A module, or a value of the configuration, contains the version that the project gives an application, by "
            + "`@version Mix.Project.config()[:version]` for instance. It goes on to name that version, after a restart, "
            + "too, while the application itself has a version of `--auto-version`. What only looks like the version is "
            + "found as well.",
        advice: "if it has to name the build that runs, have it ask: Application.spec(:app, :vsn)")
    static let kinds = [compiled]

    func findings(in subject: CheckSubject) -> [Finding] {
        // All bases have the same target.
        let found = subject.bases.first?.diff.compiledVersions ?? []
        return found.map { version in
            let place = TermTextPrinter.text(of: version.place, style: .plainUnicode)
            return Finding(
                Self.compiled, at: "\(version.application)",
                "\(version.isModule ? "module" : "the configured") \(place) contains '\(version.version)'")
        }
    }
}
