internal import ErlangTerms
internal import ReleaseDiffs

/// For each application whose instructions are generated, those whose instructions are generated too, for every base
/// release that has this version of it.
struct Companions {
    private var changes: [Change: Set<Change>] = [:]

    private struct Change: Hashable {
        let name: Atom
        let baseVersion: String?

        init(_ diff: ApplicationDiff) {
            name = diff.name
            baseVersion = diff.baseVersion
        }
    }

    /// Adds what is generated for one base release.
    mutating func add(_ diffs: [ApplicationDiff]) {
        let all = Set(diffs.map(Change.init))
        for change in all { changes[change] = changes[change]?.intersection(all) ?? all }
    }

    subscript(diff: ApplicationDiff) -> Set<Atom> {
        Set(changes[Change(diff), default: []].map(\.name))
    }
}
