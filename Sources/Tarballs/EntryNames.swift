/// The names met so far, in bounded memory for each, however long it is.
///
/// Hashes are kept, not names. Hashing is seeded anew in each process, so that no one can make two names collide.
struct EntryNames {
    private var hashes: Set<Int> = []

    /// Adds a name; the answer is no where it was there.
    mutating func insert(_ path: EntryPath) -> Bool {
        hashes.insert(path.hashValue).inserted
    }
}
