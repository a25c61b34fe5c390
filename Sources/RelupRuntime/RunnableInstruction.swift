package import ErlangTerms
package import Relups

/// An instruction that calls a function on the node during the upgrade: `{apply, {Module, run, [Argument]}}`.
///
/// edeliver calls these `Edeliver.Relup.RunnableInstruction`. `all` declares all of them. A test writes the other
/// places that name them from there: the stubs of the mix package and the tables of the documentation.
package struct RunnableInstruction: Hashable, Sendable {
    /// edeliver's name, without `Edeliver.Relup.Instructions.`; ours if edeliver has none.
    package let name: String
    /// Our module that does it.
    package let module: Atom
    /// What `run/1` receives.
    package let argument: Argument
    package let place: InsertionPoint
    /// The place where edeliver 1.9.2 inserts it; nil if edeliver has no such instruction.
    package let placeOfEdeliver: InsertionPoint?
    /// The instructions whose modules edeliver's `run/1` calls, by name.
    package let dependencies: [String]
    /// What it does to the connections of web servers.
    package let connections: Connections?
    /// Its purpose: one sentence for those who write modifications.
    package let purpose: String
    /// What `run/1` does on the node, and what it throws, for those who read what happened there.
    package let work: String
    package let failure: String

    /// The term that `run/1` receives.
    package enum Argument: String, Hashable, Sendable {
        /// The modules whose code the script reads.
        case modules = "[Module]"
        /// The name of the release.
        case name = "Name"
        /// The name of the release and how long to wait.
        case nameAndTimeout = "{Name,Milliseconds}"
        /// A text from the modification, for up and for down.
        case text = "Text"
        /// A number from the modification.
        case seconds = "Seconds"
        /// The version that the script leads to.
        case version = "Version"
        /// The version that runs and the one that the script leads to.
        case versions = "{From,Version}"
        /// The version that the script leads to, and consolidated protocols.
        case versionAndProtocols = "{Version,[Module]}"
        /// A supervisor, by name or pid, and the id of its child.
        case child = "{Supervisor,Id}"
    }

    /// What happens to connections until another instruction undoes it.
    package enum Connections: Hashable, Sendable {
        case suspendsAcceptors, resumesAcceptors, suspendsChannels, resumesChannels
    }

    /// How long `FinishRunningRequests` waits, in milliseconds.
    package static let timeoutOfRequests = 500

    init(
        _ name: String, runs module: Atom, _ argument: Argument, at place: InsertionPoint,
        inEdeliver placeOfEdeliver: InsertionPoint? = nil, calls dependencies: [String] = [],
        connections: Connections? = nil, purpose: String, work: String, throws failure: String = ""
    ) {
        self.name = name
        self.module = module
        self.argument = argument
        self.place = place
        self.placeOfEdeliver = placeOfEdeliver
        self.dependencies = dependencies
        self.connections = connections
        self.purpose = purpose
        self.work = work
        self.failure = failure
    }

    /// edeliver's module that does it; nil if edeliver has none.
    package var moduleOfEdeliver: Atom? {
        placeOfEdeliver == nil ? nil : Atom("Elixir.Edeliver.Relup.Instructions.\(name)")
    }

    /// Whether people write it in modifications; relup-modify inserts the others if releases need them.
    package var isWritten: Bool {
        switch argument {
        case .modules, .name, .nameAndTimeout, .text, .seconds: true
        case .version, .versions, .versionAndProtocols, .child: false
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    private static let modules = Set(all.map(\.module))

    /// The instruction with a name, which may be edeliver's full one.
    package static func named(_ name: String) -> RunnableInstruction? {
        byName[name] ?? byName[name.split(separator: ".").last.map(String.init) ?? ""]
    }

    /// Whether one of our modules runs an instruction.
    package static func isRun(by module: Atom) -> Bool { modules.contains(module) }
}
