package import BeamFiles
package import ErlangTerms

/// How an application differs between a base release and a target release.
package struct ApplicationDiff: Hashable, Sendable {
    package var name: Atom
    /// Nil if the base has no such application.
    package var baseVersion: String?
    /// Nil if the target has no such application.
    package var targetVersion: String?
    package var change: Change
    /// The modules that have to be loaded, removed or replaced. The facts of removed modules are those of the base.
    package var addedModules: [ModuleFacts] = []
    package var removedModules: [ModuleFacts] = []
    package var changedModules: [ModuleChange] = []
    /// Modules with the same code whose files differ in something else.
    package var debugOnlyModules: [Atom] = []
    /// Parameters of the resource file's `env`.
    package var environment = KeyDiff()
    /// Files below `priv`.
    package var privateFiles = Changes<String>()
    /// The target's own appup, as its file contains it.
    package var appup: ErlangTerm?
    /// Changed modules of an application that kept its version. release_handler would keep the old files.
    package var conflicts: [Conflict] = []

    package enum Change: String, Hashable, Sendable {
        case added, removed, upgraded, downgraded, unchanged
    }

    /// A module that both releases have. A class, because copies of the facts would be large.
    package final class ModuleChange: Hashable, Sendable {
        package let base: ModuleFacts
        package let target: ModuleFacts

        package var name: Atom { target.name }

        package init(base: ModuleFacts, target: ModuleFacts) {
            self.base = base
            self.target = target
        }

        package static func == (left: ModuleChange, right: ModuleChange) -> Bool {
            left === right || left.base == right.base && left.target == right.target
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(base)
            hasher.combine(target)
        }
    }

    /// Two different files that the releases have under the same path.
    package struct Conflict: Hashable, Sendable {
        package var module: Atom
        package var baseFile: String
        package var targetFile: String
    }

    package init(name: Atom, baseVersion: String?, targetVersion: String?, change: Change) {
        self.name = name
        self.baseVersion = baseVersion
        self.targetVersion = targetVersion
        self.change = change
    }

    package var isInBoth: Bool { baseVersion != nil && targetVersion != nil }

    /// The names of the modules that differ.
    package var modules: Changes<Atom> {
        Changes(
            added: addedModules.map(\.name), removed: removedModules.map(\.name), changed: changedModules.map(\.name))
    }

    /// Native libraries below `priv` that differ.
    package var nativeLibraries: [String] {
        (privateFiles.added + privateFiles.removed + privateFiles.changed)
            .filter { $0.hasSuffix(".so") || $0.hasSuffix(".dll") || $0.hasSuffix(".dylib") }.sorted()
    }

    /// Whether nothing differs, including the version.
    package var isEmpty: Bool {
        change == .unchanged && modules.isEmpty && debugOnlyModules.isEmpty && environment.isEmpty
            && privateFiles.isEmpty
    }
}
