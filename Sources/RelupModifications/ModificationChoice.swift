package import ErlangTerms
internal import RelupRuntime

/// The modification for a relup, and why.
package struct ModificationChoice: Equatable, Sendable {
    package enum Modification: Hashable, Sendable {
        case none
        case `default`
        case phoenix
        case file(String)
        /// The text of a modification file in the release.
        case text([UInt8])
        /// A module with edeliver's behaviour `Edeliver.Relup.Modification`, to be run in a VM.
        case module(Atom)
    }

    /// What the user says on the command line.
    package struct Options: Equatable, Sendable {
        /// `--modification default|phoenix|none|FILE`
        package var modification: String?
        /// `--relup-mod=Module`
        package var module: String?
        /// `--skip-relup-mod`
        package var skips: Bool

        package init(modification: String? = nil, module: String? = nil, skips: Bool = false) {
            self.modification = modification
            self.module = module
            self.skips = skips
        }

        /// Why these options contradict each other, if they do.
        package var conflict: String? {
            let given = [
                modification.map { _ in "--modification" }, module.map { _ in "--relup-mod" },
                skips ? "--skip-relup-mod" : nil,
            ].compactMap { $0 }
            return given.count > 1 ? "\(given.joined(separator: " and ")) do not go together" : nil
        }
    }

    /// What is known about the releases; about the top release unless a comment says otherwise.
    package struct ReleaseFacts: Sendable {
        /// The names of its applications.
        package var applications: Set<Atom>
        /// Its modification file.
        package var modificationFile: [UInt8]?
        /// Its modules with the behaviour `Edeliver.Relup.Modification`.
        package var modificationModules: [Atom]
        /// What release_handler leaves undone.
        package var additions: Additions
        /// The releases between which the relup leads. The relup's code runs on their emulators.
        package var releases: [(name: String, version: String, erts: String)]

        package init(
            applications: Set<Atom> = [], modificationFile: [UInt8]? = nil, modificationModules: [Atom] = [],
            additions: Additions = Additions(),
            releases: [(name: String, version: String, erts: String)] = []
        ) {
            self.applications = applications
            self.modificationFile = modificationFile
            self.modificationModules = modificationModules
            self.additions = additions
            self.releases = releases
        }
    }

    package let modification: Modification
    /// Why, as in `default modification: the release holds no Phoenix application with a web server`.
    package let reason: String

    /// The options count first, then edeliver's variables, then the properties of the release.
    ///
    /// Unlike edeliver, it never runs a module of the release unless asked (test
    /// `ModificationChoiceTests.modulesOfTheReleaseAreNotRunUnasked`).
    package init(
        _ options: Options, environment: [String: String], release: ReleaseFacts
    ) throws(ModificationError) {
        if let asked = try Self.asked(by: options) ?? Self.asked(by: environment) {
            self = asked
        } else {
            self = try Self.found(in: release)
        }
    }

    private init(_ modification: Modification, _ reason: String) {
        self.modification = modification
        self.reason = reason
    }

    private static func asked(by options: Options) throws(ModificationError) -> ModificationChoice? {
        if let conflict = options.conflict { throw ModificationError(.conflictingOptions, conflict) }
        if options.skips { return ModificationChoice(.none, "no modification: --skip-relup-mod") }
        if let module = options.module { return choice(module: module, "--relup-mod") }
        switch options.modification {
        case nil: return nil
        case "none": return ModificationChoice(.none, "no modification: --modification none")
        case "default": return ModificationChoice(.default, "default modification: --modification default")
        case "phoenix": return ModificationChoice(.phoenix, "phoenix modification: --modification phoenix")
        case let file?: return ModificationChoice(.file(file), "modification '\(file)': named by --modification")
        }
    }

    private static func asked(by environment: [String: String]) -> ModificationChoice? {
        if environment["SKIP_RELUP_MODIFICATIONS"] == "true" {
            return ModificationChoice(.none, "no modification: SKIP_RELUP_MODIFICATIONS is true")
        }
        guard let module = environment["RELUP_MODIFICATION_MODULE"], !module.isEmpty else { return nil }
        return choice(module: module, "RELUP_MODIFICATION_MODULE")
    }

    /// A module by its name; `Acme.Modification` means Elixir's `Elixir.Acme.Modification`. For edeliver's own ready
    /// modifications, we use ours.
    private static func choice(module name: String, _ source: String) -> ModificationChoice {
        let isAlias = name.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? false
        let module = Atom(isAlias && !name.hasPrefix("Elixir.") ? "Elixir.\(name)" : name)
        switch module {
        case readyModules[0]: return ModificationChoice(.default, "default modification: \(source)")
        case readyModules[1]: return ModificationChoice(.phoenix, "phoenix modification: \(source)")
        default: return ModificationChoice(.module(module), "modification module '\(module)': \(source)")
        }
    }

    private static func found(in release: ReleaseFacts) throws(ModificationError) -> ModificationChoice {
        if let text = release.modificationFile {
            return ModificationChoice(.text(text), "modification of the release: '\(fileOfRelease)'")
        }
        let modules = release.modificationModules.filter { !readyModules.contains($0) }
        guard modules.isEmpty else {
            let names = modules.map { "'\($0)'" }.joined(separator: ", ")
            throw ModificationError(
                .undecided,
                """
                the release brings \(modules.count == 1 ? "a modification" : "modifications") of its own, \(names): \
                run it with --relup-mod=\(modules[0]), use another with --modification, \
                or none with --skip-relup-mod
                """)
        }
        let servers = WebServer.all.flatMap(\.applications)
        if let server = servers.first(where: release.applications.contains), release.applications.contains("phoenix") {
            return ModificationChoice(.phoenix, "phoenix modification: the release holds phoenix and \(server)")
        }
        return ModificationChoice(
            .default, "default modification: the release holds no Phoenix application with a web server")
    }

    /// A modification file in the folder `releases/VSN` of a release.
    static let fileOfRelease = "relup.modification"
    private static let readyModules: [Atom] = [
        "Elixir.Edeliver.Relup.DefaultModification", "Elixir.Edeliver.Relup.PhoenixModification",
    ]
}
