/// The names that occurred so far, in bounded memory for each, however long it is.
///
/// Hashes are stored, not names. Hashing has a new seed in each process, so that no one can make two names collide.
struct EntryNames {
    private var hashes: Set<Int> = []

    /// Adds a name; returns false if it was there already.
    mutating func insert(_ path: EntryPath) -> Bool {
        hashes.insert(path.hashValue).inserted
    }
}
