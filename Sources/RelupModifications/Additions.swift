package import ErlangTerms
internal import RelupRuntime
internal import Relups

/// What neither systools nor release_handler does, so that a relup must do it itself. For Elixir's releases:
/// consolidated protocols and runtime configuration. For all releases: the order of applications, the files that
/// `sys.config` includes, and the logger.
package struct Additions: Sendable {
    /// The protocols that a base release and the target consolidate differently, by version of the base.
    package var protocols: [String: Protocols]
    /// The modules that configure a base or the target when it starts, by version of the base.
    package var providers: [String: [Atom]]
    /// The versions of the bases whose `sys.config`, or that of the target, includes files.
    package var included: Set<String>
    /// The versions of the bases whose logger is configured differently from the target's.
    package var loggers: Set<String>
    /// The applications that must run before an application starts, by version of the release.
    package var needed: [String: [Atom: [Atom]]]
    /// The version of each application, by version of the release.
    package var applications: [String: [Atom: String]]

    /// The protocols to load: up from the target's folder, down from the base's.
    package struct Protocols: Hashable, Sendable {
        package var up: [Atom]
        package var down: [Atom]

        package init(up: [Atom], down: [Atom]) {
            self.up = up
            self.down = down
        }
    }

    package init(
        protocols: [String: Protocols] = [:], providers: [String: [Atom]] = [:],
        included: Set<String> = [], loggers: Set<String> = [], needed: [String: [Atom: [Atom]]] = [:],
        applications: [String: [Atom: String]] = [:]
    ) {
        self.protocols = protocols
        self.providers = providers
        self.included = included
        self.loggers = loggers
        self.needed = needed
        self.applications = applications
    }

    /// The steps for them at the end of a modification. If several insert at the same place, the last one comes first.
    ///
    /// - Parameter carriesModules: whether the nodes can load the modules that the relup carries along.
    func steps(carriesModules: Bool) -> [ModificationStep] {
        let carried = [
            ModificationStep("children", StartChildren()),
            ModificationStep("environment of Elixir", RestoreANSI(applications: applications)),
        ]
        return (carriesModules ? carried : []) + [
            ModificationStep("code paths", MoveCodePaths(applications: applications)),
            ModificationStep("order of applications", OrderApplications(needed: needed)),
            ModificationStep("runtime configuration", ReloadConfiguration(providers: providers)),
            ModificationStep("consolidated protocols", LoadProtocols(protocols: protocols)),
            ModificationStep(
                "runtime configuration", LoadConfiguration(bases: included.union(providers.keys))),
            ModificationStep("logger", ConfigureLogger(bases: loggers)),
            ModificationStep("variables of the release", SetVariables(bases: Set(providers.keys))),
        ]
    }
}

/// Loads the protocols that are consolidated differently: `run({Version, Protocols})`.
///
/// Up: when all implementations are loaded. Down: before any of them is gone. Protocols that the script itself loads
/// come from `lib` and are not consolidated, so down they are loaded once more after that.
private struct LoadProtocols: ScriptEdit {
    let protocols: [String: Additions.Protocols]

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard let protocols = protocols[script.downVersion] else { return }
        switch script.direction {
        case .up:
            try insert(protocols.up, at: .afterLastLoad, in: &script)
        case .down:
            let loaded = Set(script.list.elements.compactMap(\.loaded))
            try insert(protocols.down.filter(loaded.contains), at: .afterLastLoad, in: &script)
            try insert(protocols.down, at: .afterPointOfNoReturn, in: &script)
        }
    }

    private func insert(
        _ protocols: [Atom], at place: InsertionPoint, in script: inout ScriptModification
    ) throws(ModificationError) {
        guard !protocols.isEmpty else { return }
        let version = script.text(up: script.upVersion, down: script.downVersion)
        try script.insert(
            InstructionCall(
                module: RunnableInstruction.loadProtocols.module,
                argument: .tuple(.string(version), .list(protocols.map(ErlangTerm.atom))), place: place))
    }
}

/// Configures applications again, with the code of the release that the script leads to, if the script loads a
/// provider: `run(Version)`.
private struct ReloadConfiguration: ScriptEdit {
    let providers: [String: [Atom]]

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        let loaded = Set(script.list.elements.compactMap(\.loaded))
        guard let providers = providers[script.downVersion], !loaded.isDisjoint(with: providers) else { return }
        try script.insertCall(of: .loadConfiguration, at: .afterLastLoad)
    }
}

/// Configures applications as the release's start would: `run(Version)`, before anything else that cannot be undone.
/// install_release has set only what `sys.config` says, so the script begins with that too, in a call that does not
/// change anything where the upgrade is only checked.
private struct LoadConfiguration: ScriptEdit {
    let bases: Set<String>

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard bases.contains(script.downVersion) else { return }
        try script.insertCall(of: .loadConfiguration, at: .afterPointOfNoReturn)
        try script.insertCall(of: .prepareConfiguration, at: .prepend)
    }
}

/// Configures the logger as kernel would when it starts: `run({From, Version})`, when the code of all handlers is
/// there.
private struct ConfigureLogger: ScriptEdit {
    let bases: Set<String>

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard bases.contains(script.downVersion) else { return }
        try script.insert(
            InstructionCall(
                module: RunnableInstruction.configureLogger.module,
                argument: .tuple(
                    .string(script.text(up: script.downVersion, down: script.upVersion)),
                    .string(script.text(up: script.upVersion, down: script.downVersion))),
                place: RunnableInstruction.configureLogger.place))
    }
}

/// Sets the key that Elixir's start sets without a configuration, and that release_handler removes: `run(Version)`.
struct RestoreANSI: ScriptEdit {
    /// The version of each application, by version of the release.
    let applications: [String: [Atom: String]]

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        let version = script.text(up: script.upVersion, down: script.downVersion)
        guard let elixir = applications[version]?["elixir"], Self.setsKey(elixir) else { return }
        try script.insertCall(of: .restoreANSI, at: .append)
    }

    /// Whether an Elixir may set the key, as 1.15 and later do.
    private static func setsKey(_ version: String) -> Bool {
        let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return numbers.count == 2 && (numbers[0], numbers[1]) >= (1, 15)
    }
}

/// Sets variables that tell a later restart within the emulator which release runs: `run(Version)`, when nothing can
/// fail any more.
private struct SetVariables: ScriptEdit {
    let bases: Set<String>

    func apply(to script: inout ScriptModification) throws(ModificationError) {
        guard bases.contains(script.downVersion) else { return }
        try script.insertCall(of: .setVariables, at: .append)
    }
}

extension ScriptModification {
    /// Inserts `run(Version)` of one of our modules, with the version that the script leads to.
    fileprivate mutating func insertCall(
        of instruction: RunnableInstruction, at place: InsertionPoint
    ) throws(ModificationError) {
        try insert(
            InstructionCall(
                module: instruction.module,
                argument: .string(text(up: upVersion, down: downVersion)), place: place))
    }
}
