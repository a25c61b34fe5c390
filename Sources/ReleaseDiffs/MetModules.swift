internal import BeamFiles
internal import ErlangTerms
internal import Synchronization

/// The modules met in releases that are read side by side. Once a module was met in all releases, and is the same in
/// all, what only changed modules need of it is discarded. So memory grows with the differences.
///
/// A module keeps its code if its application has another version, because changed modules of the application may call
/// it.
package final class MetModules: Sendable {
    private let releaseCount: Int
    private let entries = Mutex([Key: Entry]())

    private struct Key: Hashable {
        let application: Substring
        let module: Atom
    }

    /// The modules with one name, and a bit for each release that one was met in.
    private struct Entry {
        var releases: UInt64 = 0
        var modules: [ModuleExcerpt] = []
        var libraries: Set<String> = []

        /// All modules met so far; nil if that release had one before.
        mutating func add(_ module: ModuleExcerpt, of library: String, _ release: UInt64) -> [ModuleExcerpt]? {
            guard releases & release == 0 else { return nil }
            releases |= release
            modules.append(module)
            libraries.insert(library)
            return modules
        }
    }

    private let ambiguous = Atomic(false)

    package init(releaseCount: Int) {
        self.releaseCount = releaseCount
    }

    /// Whether a release has an application in several versions. Then what was discarded may have been from the wrong
    /// one, and the releases have to be read again without this.
    package var isAmbiguous: Bool { ambiguous.load(ordering: .relaxed) }

    /// One of the releases.
    package struct Release: Sendable {
        let modules: MetModules
        let index: Int

        func add(_ module: ModuleExcerpt, of library: String) {
            modules.add(module, of: library, index)
        }
    }

    package subscript(index: Int) -> Release { Release(modules: self, index: index) }

    private func add(_ module: ModuleExcerpt, of library: String, _ release: Int) {
        let key = Key(application: library.prefix { $0 != "-" }, module: module.module)
        let (met, isSameVersion) = entries.withLock { entries in
            let modules = entries[key, default: Entry()].add(module, of: library, 1 << UInt64(release % 64))
            let isSameVersion = entries[key]?.libraries.count == 1
            if modules?.count == releaseCount { entries[key]?.modules = [] }
            return (modules, isSameVersion)
        }
        guard let met else { return ambiguous.store(true, ordering: .relaxed) }
        if met.count == releaseCount, met.allSatisfy({ $0.fingerprint == module.fingerprint }) {
            ModuleExcerpt.forgetCode(of: met, keepsCode: !isSameVersion)
        }
    }
}
