internal import Files
internal import LibC
internal import Releases
internal import SystemPackage
package import Tarballs
package import UpgradeDocuments

/// Unpacks release tarballs and begins the upgrade document: the work of `relup-unpack`.
///
/// Each release goes into a directory `NAME-VSN`. Either all of them do, or nothing is left.
package struct UnpackStage {
    /// The directory in which those of the releases are made.
    package var directory: String
    /// Whether to replace a release that is there already.
    package var replacesExisting: Bool
    package var limits: TarballLimits
    /// Called with each entry, and its tarball, before it is extracted.
    package var onEntry: (TarballEntry, _ tarball: String) -> Void = { _, _ in }

    package init(directory: String, replacesExisting: Bool, limits: TarballLimits = TarballLimits()) {
        self.directory = directory
        self.replacesExisting = replacesExisting
        self.limits = limits
    }

    /// Unpacks tarballs, the target's last; `-` is standard input.
    package func document(unpacking tarballs: [String]) throws -> UpgradeDocument {
        let isNew = !Directory.exists(directory)
        try Directory.create(directory)
        // What it contains in the end, including a replaced release, is removed with it.
        var work: Temporary? = try Temporary(beside: "\(directory)/unpack", .directory)
        defer {
            work = nil
            if isNew { rmdir(directory) }
        }
        var unpacked: [(temporary: String, release: UpgradeRelease)] = []
        for (index, tarball) in tarballs.enumerated() {
            let temporary = work!.path(of: "\(index)")
            unpacked.append((temporary, try unpack(tarball, into: temporary, isTarget: index == tarballs.count - 1)))
        }
        let releases = try UpgradeReleases(unpacked.map(\.release))
        try Interruption.whileNotEnding {
            for (temporary, release) in unpacked { try move(temporary, to: release.root!) }
        }
        var document = UpgradeDocument()
        document.set(releases)
        return document
    }

    private func unpack(_ tarball: String, into temporary: String, isTarget: Bool) throws -> UpgradeRelease {
        let options = TarballExtractor.Options(
            stripsCommonTop: { !TarballFiles.isReleaseDirectory($0) }, onEntry: { onEntry($0, tarball) })
        let facts = try TarballExtractor.extract(tarball, into: temporary, limits: limits, options: options)
        let contents = try ReleaseReader.contents(of: DirectoryFiles(temporary, named: tarball))
        let root = "\(directory)/\(contents.release.folder)"
        guard replacesExisting || !exists(root) else { throw existing(root) }
        var release = UpgradeRelease(
            role: isTarget ? .target : .base, contents: contents,
            source: UpgradeRelease.Source(path: tarball, facts: facts), root: root)
        if isTarget, facts.firstUnsafeLink != nil {
            let source = ReleaseSource(tarball == "-" ? temporary : tarball)
            release.unsafeLinks = try source.unsafeLinks(tarball == "-" ? nil : facts, limits: limits)
        }
        return release
    }

    private func move(_ temporary: String, to root: String) throws {
        if replacesExisting { return try Temporary.exchange(temporary, root) }
        guard rename(temporary, root) == 0 else {
            throw errno == EEXIST || errno == ENOTEMPTY
                ? existing(root) : FileError("create", root, Errno(rawValue: errno))
        }
    }

    private func existing(_ root: String) -> StageError {
        StageError(.exists, "'\(root)' exists; --overwrite replaces it")
    }

    private func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
