public import BeamFiles
public import ErlangTerms

/// How an application differs between a base release and a target.
public struct ApplicationDiff: Hashable, Sendable {
    public var name: Atom
    /// Nil where the base has not got it.
    public var baseVersion: String?
    /// Nil where the target has not got it.
    public var targetVersion: String?
    public var change: Change
    /// Modules that have to be loaded or removed; of those that the target lacks, the facts are of the base.
    public var addedModules: [ModuleFacts] = []
    public var removedModules: [ModuleFacts] = []
    public var changedModules: [ModuleChange] = []
    /// Modules whose code is the same while something else in their files differs.
    public var debugOnlyModules: [Atom] = []
    /// Parameters of the resource file's `env`.
    public var environment = KeyDiff()
    /// Files below `priv`.
    public var privateFiles = Changes<String>()
    /// The target's own appup, as its file has it.
    public var appup: ErlangTerm?
    /// Changed modules of an application that kept its version: release_handler would keep the old files.
    public var conflicts: [Conflict] = []

    public enum Change: String, Hashable, Sendable {
        case added, removed, upgraded, downgraded, unchanged
    }

    /// A module that is there before and after.
    public struct ModuleChange: Hashable, Sendable {
        public var base: ModuleFacts
        public var target: ModuleFacts

        public var name: Atom { target.name }

        public init(base: ModuleFacts, target: ModuleFacts) {
            self.base = base
            self.target = target
        }
    }

    /// Two different files that the releases have under the same path.
    public struct Conflict: Hashable, Sendable {
        public var module: Atom
        public var baseFile: String
        public var targetFile: String
    }

    public init(name: Atom, baseVersion: String?, targetVersion: String?, change: Change) {
        self.name = name
        self.baseVersion = baseVersion
        self.targetVersion = targetVersion
        self.change = change
    }

    public var isInBoth: Bool { baseVersion != nil && targetVersion != nil }

    /// The names of the modules that differ.
    public var modules: Changes<Atom> {
        Changes(
            added: addedModules.map(\.name), removed: removedModules.map(\.name), changed: changedModules.map(\.name))
    }

    /// Native libraries below `priv` that differ.
    public var nativeLibraries: [String] {
        (privateFiles.added + privateFiles.removed + privateFiles.changed)
            .filter { $0.hasSuffix(".so") || $0.hasSuffix(".dll") || $0.hasSuffix(".dylib") }.sorted()
    }

    /// Whether nothing differs, the version included.
    public var isEmpty: Bool {
        change == .unchanged && modules.isEmpty && debugOnlyModules.isEmpty && environment.isEmpty
            && privateFiles.isEmpty
    }
}
