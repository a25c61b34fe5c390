/// Whether the entries of a tarball that have the name of another one are the same again: of the same kind and mode, and
/// with the same contents.
///
/// Costs two readings of the tarball: one finds the names, one compares the contents. Few tarballs need it.
struct DuplicateSurvey {
    /// The first entry that is another one under the name of an earlier one.
    let firstDifferent: EntryPath?

    private struct Fingerprint: Equatable {
        let kind: TarballEntry.Kind
        let size: Int
        let mode: UInt16
        let digest: String
    }

    /// Surveys a file, or what it has in a folder; standard input cannot be read again.
    init(_ tarball: String, limits: TarballLimits, folder: EntryPath?) throws(TarballError) {
        do {
            // Hashes, as EntryNames has them, so that names take no memory.
            var names: Set<Int> = []
            var repeated: Set<Int> = []
            try Self.forEachEntry(of: tarball, limits, folder) { entry, _ in
                if !names.insert(entry.path.hashValue).inserted { repeated.insert(entry.path.hashValue) }
            }
            var fingerprints: [Int: Fingerprint] = [:]
            var different: EntryPath?
            try Self.forEachEntry(of: tarball, limits, folder) { entry, reader in
                guard different == nil, repeated.contains(entry.path.hashValue) else { return }
                var sum = SHA256()
                try reader.forEachPiece { sum.update($0) }
                let fingerprint = Fingerprint(
                    kind: entry.kind, size: entry.size, mode: entry.mode, digest: sum.hexadecimal())
                let earlier = fingerprints.updateValue(fingerprint, forKey: entry.path.hashValue)
                if earlier != nil, earlier != fingerprint { different = entry.path }
            }
            firstDifferent = different
        } catch {
            throw error as? TarballError ?? TarballError(.system, tarball, "\(error)")
        }
    }

    private static func forEachEntry(
        of tarball: String, _ limits: TarballLimits, _ folder: EntryPath?,
        _ body: (TarballEntry, TarballReader) throws -> Void
    ) throws {
        let reader = try TarballReader(
            tarball, limits: limits, prefetch: true, duplicatePolicy: nil, folder: folder)
        while let entry = try reader.next() {
            if entry.kind != .directory { try body(entry, reader) }
        }
    }
}
