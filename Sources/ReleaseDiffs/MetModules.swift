internal import BeamFiles
internal import ErlangTerms
internal import Synchronization

/// The modules met in releases that are read side by side. What only changed modules need of one is let go as soon as it
/// was met in all of the releases and is the same in all, so that memory grows with what differs.
public final class MetModules: Sendable {
    private let releaseCount: Int
    private let entries = Mutex([Key: Entry]())

    private struct Key: Hashable {
        let application: Substring
        let module: Atom
    }

    private struct Entry {
        var releases: Set<Int> = []
        var modules: [ModuleExcerpt] = []
    }

    private let ambiguous = Atomic(false)

    public init(releaseCount: Int) {
        self.releaseCount = releaseCount
    }

    /// Whether a release has an application in several versions: then what was let go may have been of the wrong one,
    /// and the releases have to be read again without this.
    public var isAmbiguous: Bool { ambiguous.load(ordering: .relaxed) }

    /// One of the releases.
    public struct Release: Sendable {
        let modules: MetModules
        let index: Int

        func add(_ module: ModuleExcerpt, of library: String) {
            modules.add(module, of: library, index)
        }
    }

    public subscript(index: Int) -> Release { Release(modules: self, index: index) }

    private func add(_ module: ModuleExcerpt, of library: String, _ release: Int) {
        let key = Key(application: library.prefix { $0 != "-" }, module: module.module)
        entries.withLock { entries in
            var entry = entries.removeValue(forKey: key) ?? Entry()
            if !entry.releases.insert(release).inserted { ambiguous.store(true, ordering: .relaxed) }
            entry.modules.append(module)
            if entry.modules.count == releaseCount {
                let isSame = entry.modules.allSatisfy { $0.fingerprint == module.fingerprint }
                if isSame { entry.modules.forEach { $0.forgetCode() } }
                entry.modules = []
            }
            entries[key] = entry
        }
    }
}
