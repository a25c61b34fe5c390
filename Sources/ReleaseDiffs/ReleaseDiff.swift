package import BeamFiles
package import ErlangTerms

/// How a target release differs from a base release: all that later stages need to know about both.
package struct ReleaseDiff: Hashable, Sendable {
    package var baseVersion: String
    package var targetVersion: String
    /// What in the target influences how the relup is modified.
    package var relupModules: RelupModules
    /// Versions of what the emulator starts with; a change requires a restart.
    package var runtime: [CoreChange]
    /// In the target's order; then the applications that only the base has, in its order.
    package var applications: [ApplicationDiff]
    /// The files of `releases/VSN` that configure a release and differ, by name.
    package var configuration: [FileKeys]
    /// The modules that configure one of the releases when it starts, for `runtime.exs` and the like; sorted.
    package var configProviders: [Atom] = []
    /// Protocols as consolidated in `releases/VSN/consolidated`.
    package var consolidated: Changes<Atom>
    /// The exports of modules that are the same in both releases and that scripts may call: modules of applications
    /// with another version, modules that the target's appups call, and the usual ones of OTP and Elixir.
    package var exports: [Atom: Set<LocalFunction>]
    /// Calls in the target of functions that the base has and the target lacks.
    package var brokenCalls: [BrokenCall]
    /// What starting the base's applications did, and what starting the target's would do.
    package var baseStarts = ReleaseStarts()
    package var targetStarts = ReleaseStarts()
    /// The keys that differ and that a start of the base reads, and those that a start of the target reads.
    package var baseStaleKeys: [StaleKey] = []
    package var targetStaleKeys: [StaleKey] = []
    /// The libraries with modules that differ and that only people call, in the base and in the target; sorted.
    package var baseUncalledLibraries: [Atom] = []
    package var targetUncalledLibraries: [Atom] = []

    /// What contains the plain version of an application of the target that has an automatic one.
    package var compiledVersions: [CompiledVersion] = []

    /// An application with another version that the emulator starts with: `erts`, `kernel`, `stdlib`, `elixir`.
    package struct CoreChange: Hashable, Sendable {
        package var name: Atom
        /// Nil if the release does not have it.
        package var base: String?
        package var target: String?
    }

    /// A file and the keys in it that differ.
    package struct FileKeys: Hashable, Sendable {
        package var file: String
        package var keys: KeyDiff
    }

    /// A call of a function that is gone or has another arity.
    package struct BrokenCall: Hashable, Sendable {
        package var application: Atom
        package var caller: Atom
        package var function: ExternalFunction
    }

    /// What must be loaded from each application of the target: `load_object_code`'s `{App, Vsn, Modules}`.
    package var loadTargets: [(application: Atom, version: String, modules: [Atom])] {
        applications.compactMap { diff in
            guard let version = diff.targetVersion, diff.change != .unchanged || !diff.modules.isEmpty else {
                return nil
            }
            let modules = (diff.addedModules + diff.changedModules.map(\.target)).map(\.name).sorted()
            return modules.isEmpty ? nil : (diff.name, version, modules)
        }
    }

    /// Whether the releases are the same in all that this compares.
    package var isEmpty: Bool {
        runtime.isEmpty && applications.allSatisfy(\.isEmpty) && configuration.isEmpty && consolidated.isEmpty
    }
}

/// What was added to, removed from and changed in a set.
package struct Changes<Element: Hashable & Sendable>: Hashable, Sendable {
    package var added: [Element]
    package var removed: [Element]
    package var changed: [Element]

    package init(added: [Element] = [], removed: [Element] = [], changed: [Element] = []) {
        self.added = added
        self.removed = removed
        self.changed = changed
    }

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
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
