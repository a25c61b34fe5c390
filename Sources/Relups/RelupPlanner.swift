package import ErlangTerms
package import Releases

/// Plans how to get from base releases to a top release and back.
///
/// The top release is the one that nodes upgrade to and downgrade from. Applications that only one of two releases has
/// are added or removed. For applications whose versions differ, the top's appup says what to do, up and down.
///
/// It reads files only through `appup`. As `systools_relup:mk_relup/4`, OTP 25.2.
package struct RelupPlanner {
    /// Options of `systools:make_relup/4`.
    package struct Options: Hashable, Sendable {
        /// Restart the emulator after each upgrade and downgrade.
        package var restartsEmulator = false
        package var treatsWarningsAsErrors = false

        package init(restartsEmulator: Bool = false, treatsWarningsAsErrors: Bool = false) {
            self.restartsEmulator = restartsEmulator
            self.treatsWarningsAsErrors = treatsWarningsAsErrors
        }
    }

    /// The term of an appup file, or why there is none.
    package struct AppupSource {
        /// The file's name, for errors.
        package let file: String
        package let content: Result<ErlangTerm, TermFile.Fault>

        package init(file: String, content: Result<ErlangTerm, TermFile.Fault>) {
            self.file = file
            self.content = content
        }
    }

    private let top: ResolvedRelease
    private let options: Options
    private let appup: (ApplicationRecord) -> AppupSource
    private var relup: Relup
    private var warnings: [RelupWarning] = []

    /// A plan for a top release; `appup` returns the appup of one of its applications.
    package init(
        top: ResolvedRelease, options: Options, appup: @escaping (ApplicationRecord) -> AppupSource
    ) throws(SystoolsError) {
        self.top = top
        self.options = options
        self.appup = appup
        relup = Relup(version: top.release.version.text, up: [], down: [])
        try Self.checkSasl(top.release)
    }

    /// Plans the upgrade from a base release. Call it for all of them before `addDowngrade`, because that sets the
    /// order of warnings and errors.
    package mutating func addUpgrade(
        from base: ResolvedRelease, description: ErlangTerm = .emptyList
    ) throws(SystoolsError) {
        var instructions = try script(.up, base)
        if instructions.first == .atom("restart_new_emulator"), let sasl = base.release["sasl"],
            sasl.version.text.unicodeScalars.lexicographicallyPrecedes("2.2".unicodeScalars)
        {
            // An old release_handler can only do this last.
            instructions.removeFirst()
            if let restart = instructions.firstIndex(of: .atom("restart_emulator")) { instructions.remove(at: restart) }
            instructions.append(.atom("restart_new_emulator"))
            warnings.append(RelupWarning(kind: .preR15Upgrade))
        }
        let entry = Relup.Script(
            version: base.release.version.text, description: description, instructions: instructions)
        relup.up.insert(entry, at: 0)
    }

    /// Plans the downgrade to a base release.
    package mutating func addDowngrade(
        to base: ResolvedRelease, description: ErlangTerm = .emptyList
    ) throws(SystoolsError) {
        let instructions = try script(.down, base)
        let entry = Relup.Script(
            version: base.release.version.text, description: description, instructions: instructions)
        relup.down.insert(entry, at: 0)
    }

    /// The relup, the last base release first, and its warnings in OTP's order.
    package func result() throws(SystoolsError) -> (relup: Relup, warnings: [RelupWarning]) {
        let warnings = Array(warnings.reversed())
        guard !options.treatsWarningsAsErrors || warnings.isEmpty else {
            let reason = ErlangTerm.tuple(.atom("warnings_treated_as_errors"), .list(warnings.map(\.term)))
            throw SystoolsError(
                .relup, reason, "warnings count as errors: \(warnings.map { shown($0.term) }.joined(separator: ", "))")
        }
        return (relup, warnings)
    }

    private static func checkSasl(_ release: Release) throws(SystoolsError) {
        guard release["sasl"] == nil else { return }
        throw SystoolsError(
            .relup, .tuple(.atom("missing_sasl"), release.record),
            "release '\(release.name)' \(release.version) cannot be upgraded: it has no application 'sasl'; "
                + "add sasl to its applications (in mix, to extra_applications)")
    }

    private mutating func script(
        _ direction: ScriptDirection, _ base: ResolvedRelease
    ) throws(SystoolsError) -> [ErlangTerm] {
        try Self.checkSasl(base.release)
        let step = UpgradeStep(direction: direction, top: top, base: base)
        var scripts = try step.appupScripts(appup, warnings: &warnings)
        scripts = step.additions() + scripts + step.removals()
        if top.release.ertsVersion != base.release.ertsVersion {
            scripts.insert(step.script(.list([.atom("restart_new_emulator")])), at: 0)
            warnings.append(RelupWarning(kind: .ertsChanged(top.release, base.release)))
        }
        if options.restartsEmulator { scripts.append(step.script(.list([.atom("restart_emulator")]))) }
        return try step.translate(scripts)
    }
}
