public import BeamFiles
public import ErlangTerms

/// How a target release differs from a base release: all that the later stages need to know of both.
public struct ReleaseDiff: Hashable, Sendable {
    public var baseVersion: String
    public var targetVersion: String
    /// What in the target has a say in how the relup is modified.
    public var relupModules: RelupModules
    /// Versions of what the emulator starts with; a change asks for a restart.
    public var runtime: [RuntimeChange]
    /// In the target's order, then those that only the base has, in its order.
    public var applications: [ApplicationDiff]
    /// The files of `releases/VSN` that configure a release, by name, where they differ.
    public var configuration: [FileKeys]
    /// The modules that configure one of the releases at its start, for `runtime.exs` and the like; sorted.
    public var configProviders: [Atom] = []
    /// Protocols as they are consolidated in `releases/VSN/consolidated`.
    public var consolidated: Changes<Atom>
    /// What modules export that are the same in both releases and that scripts may call: those of applications with
    /// another version, those that the target's appups call, and the usual ones of OTP and Elixir.
    public var exports: [Atom: Set<LocalFunction>]
    /// Calls in the target of functions that the base has and the target has not.
    public var brokenCalls: [BrokenCall]
    /// What starting the base's applications did, and what starting the target's would do.
    public var baseStarts = ReleaseStarts()
    public var targetStarts = ReleaseStarts()
    /// The keys that differ and that a start of the base reads, and those that a start of the target reads.
    public var baseStaleKeys: [StaleKey] = []
    public var targetStaleKeys: [StaleKey] = []

    /// A part of the runtime system that is of another version: `erts`, `kernel`, `stdlib`, `elixir`.
    public struct RuntimeChange: Hashable, Sendable {
        public var name: Atom
        /// Nil where the release has not got it.
        public var base: String?
        public var target: String?
    }

    /// A file and the keys in it that differ.
    public struct FileKeys: Hashable, Sendable {
        public var file: String
        public var keys: KeyDiff
    }

    /// A call of a function that is gone, or has another arity.
    public struct BrokenCall: Hashable, Sendable {
        public var application: Atom
        public var caller: Atom
        public var function: ExternalFunction
    }

    /// What must be loaded from each application of the target: `load_object_code`'s `{App, Vsn, Modules}`.
    public var loadTargets: [(application: Atom, version: String, modules: [Atom])] {
        applications.compactMap { diff in
            guard let version = diff.targetVersion, diff.change != .unchanged || !diff.modules.isEmpty else {
                return nil
            }
            let modules = (diff.addedModules + diff.changedModules.map(\.target)).map(\.name).sorted()
            return modules.isEmpty ? nil : (diff.name, version, modules)
        }
    }

    /// Whether anything differs that this knows of.
    public var isEmpty: Bool {
        runtime.isEmpty && applications.allSatisfy(\.isEmpty) && configuration.isEmpty && consolidated.isEmpty
    }
}

/// What was added to, removed from and changed in a set.
public struct Changes<Element: Hashable & Sendable>: Hashable, Sendable {
    public var added: [Element]
    public var removed: [Element]
    public var changed: [Element]

    public init(added: [Element] = [], removed: [Element] = [], changed: [Element] = []) {
        self.added = added
        self.removed = removed
        self.changed = changed
    }

    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

extension Changes {
    /// The changes from one keyed set to another, in the order of the keys.
    init<Value>(
        from base: [Element: Value], to target: [Element: Value], areDifferent: (Value, Value) -> Bool
    ) where Element: Comparable {
        added = target.keys.filter { base[$0] == nil }.sorted()
        removed = base.keys.filter { target[$0] == nil }.sorted()
        changed = target.compactMap { key, value in base[key].map { areDifferent($0, value) } == true ? key : nil }
            .sorted()
    }
}
