internal import ErlangTerms
internal import Files
internal import ReleaseDiffs
internal import Releases
package import UpgradeDocuments

/// Compares releases: the work of `relup-diff`.
package struct DiffStage {
    /// Whether modules are compared as `beam_lib:cmp/2` does, debug information included.
    package var comparesAllChunks: Bool

    package init(comparesAllChunks: Bool = false) {
        self.comparesAllChunks = comparesAllChunks
    }

    /// Begins a document with releases in tarballs or directories, the target last, and compares each base with it.
    package func document(comparing paths: [String]) throws -> UpgradeDocument {
        let sources = paths.map { ReleaseSource($0) }
        var document = UpgradeDocument()
        let diffs = try diffs(of: sources.map(\.files)) { inventories in
            let releases = try zip(sources, inventories).enumerated().map { index, pair in
                let (source, inventory) = pair
                let isTarget = index == sources.count - 1
                return try source.release(as: isTarget ? .target : .base, contents: inventory.contents)
            }
            document.set(try UpgradeReleases(releases))
        }
        document.set(.diff, .list(diffs.map(\.term)))
        return document
    }

    /// Compares the unpacked releases of a document.
    package func apply(to document: inout UpgradeDocument) throws {
        let files = try document.releases().all.map { release -> any ReleaseFiles in
            if let root = release.root { return DirectoryFiles(root) }
            guard release.source.path != "-" else { throw StageError.gone }
            return TarballFiles(release.source.path)
        }
        let diffs = try diffs(of: files)
        document.set(.diff, .list(diffs.map(\.term)))
    }

    /// The differences of releases from the last of them. What was read of the releases is passed to a closure before they
    /// are compared, and gone when they are.
    private func diffs(
        of files: [any ReleaseFiles], read: ([ReleaseInventory]) throws -> Void = { _ in }
    ) throws -> [ReleaseDiff] {
        let inventories = try inventories(of: files)
        try read(inventories)
        guard inventories.count > 1, let target = inventories.last else {
            throw StageError(.missingRelease, "there is no base release: an upgrade needs a base and a target release")
        }
        return try inventories.dropLast().map {
            try ReleaseComparison.diff(from: $0, to: target, strict: comparesAllChunks)
        }
    }

    private func inventories(of files: [any ReleaseFiles]) throws -> [ReleaseInventory] {
        let met = MetModules(releaseCount: files.count)
        let inventories = try inventories(of: files, met: met)
        return met.isAmbiguous || inventories.contains(where: \.hasLeftOverModules)
            ? try self.inventories(of: files, met: nil) : inventories
    }

    /// Reads releases in parallel. Of several errors, throws that of the first release.
    private func inventories(of files: [any ReleaseFiles], met: MetModules?) throws -> [ReleaseInventory] {
        try Array(files.enumerated()).concurrentMap { index, files in
            try ReleaseInventory(files, met: met?[index])
        }
    }
}
