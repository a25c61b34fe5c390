internal import ErlangTerms
internal import Files
internal import LibC
internal import ReleaseDiffs
internal import Releases
internal import RelupChecks
internal import Relups
internal import SystemPackage
package import Tarballs
package import UpgradeDocuments

/// Packs tarballs that `release_handler` installs: the work of `relup-pack`.
package struct PackStage {
    /// The tarball to make, `-` for standard output.
    package var output: String
    /// Whether to overwrite an existing file.
    package var overwrites: Bool
    /// Whether to pack an upgrade although its verdict is that it needs a restart.
    package var ignoresVerdict: Bool
    package var compression: TarballCompression
    /// Whether an upgrade leaves out what all bases have.
    package var isSlim: Bool
    /// Whether to write a file with the tarball's checksum, `OUTPUT.sha256`, too.
    package var writesChecksum: Bool
    /// Called with each entry that is written again.
    package var onEntry: (TarballEntry) -> Void = { _ in }
    /// Called with what a directory contains besides its release, and its path.
    package var onLeftOut: ([String], _ directory: String) -> Void = { _, _ in }

    /// Called with why the upgrade would not be packed if the verdict counted.
    package var onForced: (String) -> Void = { _ in }

    package init(
        output: String, overwrites: Bool, ignoresVerdict: Bool, compression: TarballCompression = .fast,
        isSlim: Bool = false, writesChecksum: Bool = false
    ) {
        self.output = output
        self.overwrites = overwrites
        self.ignoresVerdict = ignoresVerdict
        self.compression = compression
        self.isSlim = isSlim
        self.writesChecksum = writesChecksum
    }

    /// Packs a document's target with everything that an upgrade to it needs.
    ///
    /// Adds `releases/VSN/relup`, `releases/VSN/upgrade.document` for people, `releases/NAME-VSN.rel`, which
    /// `release_handler:unpack_release/1` asks for, the appups that the release does not bring itself, and, except to a
    /// slim upgrade, `releases/RELEASES` if it is missing. Copies take the place of links that the node's `erl_tar` does not make. An upgrade that the user insists on
    /// also has `releases/VSN/relup.forced`, a list of the reasons not to, which relup-install refuses.
    package func pack(_ document: UpgradeDocument) throws {
        let releases = try document.releases()
        let relup = try document.relup()
        try check(relup, against: releases)
        var forced: [String] = []
        if try document.findings()?.verdict == .restart {
            let isPlatform = try document.diffs(readsModules: false).contains { !$0.runtime.isEmpty }
            let version = releases.target.release.version
            let advice = isPlatform ? ": restart the node into \(version), or use --emulator" : ""
            forced.append(try insist(.restart, "the verdict is restart\(advice)"))
        }
        let target = releases.target
        if let link = target.unsafeLinks.first {
            forced.append(
                try insist(
                    .unsafeLink,
                    "release_handler would not unpack the link '\(link.path)' to '\(link.target)' (relup-check says why)"
                ))
        }
        let version = target.release.version
        func file(_ term: ErlangTerm) -> [UInt8] { TermTextPrinter.consultableFile(term) }
        let relupFile = file(relup.term)
        let kept = try document.kept(beside: relupFile)
        var additions = [(EntryPath.relup(of: version), relupFile), (EntryPath.document(of: version), file(kept.term))]
        if !forced.isEmpty {
            additions.append((EntryPath.forced(of: version), file(.list(forced.map { .string($0) }))))
        }
        for appup in try document.appups() where appup.origin != .release {
            additions.append((appup.file, file(appup.term)))
        }
        try write(target, additions, slim: isSlim ? SlimUpgrade(releases) : nil)
    }

    /// Throws the reason not to pack an upgrade, unless the user insists; then returns it.
    private func insist(_ code: StageFault, _ reason: String) throws(StageError) -> String {
        guard ignoresVerdict else { throw StageError(code, "\(reason); --force packs the upgrade anyway") }
        onForced(reason)
        return reason
    }

    /// Packs a release, from a tarball or a directory, so that nodes can leave it by an upgrade and come back to it.
    ///
    /// Adds `releases/RELEASES` and `releases/NAME-VSN.rel` if they are missing; copies a tarball that needs neither as
    /// it is. With `folder`, the release is what a larger tarball has in it, such as the layer of a container image.
    package func prepare(_ path: String, folder: EntryPath? = nil) throws {
        if let folder { return try prepare(folder, of: path) }
        let source = ReleaseSource(path)
        try write(source.release(as: .base, contents: ReleaseReader.contents(of: source.files)), [])
    }

    private func prepare(_ folder: EntryPath, of tarball: String) throws {
        var work: Temporary? = try Temporary(beside: output == "-" ? "./relup-pack" : output, .directory)
        defer { work = nil }
        let (root, name) = (work!.path(of: "release"), "\(tarball): \(folder)")
        _ = try TarballExtractor.extract(tarball, into: root, options: .init(folder: folder))
        let contents = try ReleaseReader.contents(of: DirectoryFiles(root, named: name))
        var stage = self
        stage.onLeftOut = { paths, _ in onLeftOut(paths, name) }
        try stage.write(ReleaseSource(root).release(as: .base, contents: contents), [])
    }

    private func check(_ relup: Relup, against releases: UpgradeReleases) throws(StageError) {
        let target = releases.target.release
        guard relup.version == target.version.text else {
            throw StageError(
                .mismatchedRelup,
                "the relup is for version \(relup.version), '\(releases.target.resourceFile)' is \(target.version)")
        }
        let bases = Set(releases.bases.map(\.release.version.text))
        for direction in ScriptDirection.allCases {
            let versions = Set(relup.scripts(direction).map(\.version))
            if let version = versions.subtracting(bases).sorted().first {
                throw StageError(
                    .mismatchedRelup, "the relup goes \(direction.script(of: version)), which is none of the releases")
            }
            if let version = bases.subtracting(versions).sorted().first {
                throw StageError(.mismatchedRelup, "the relup does not go \(direction.script(of: version))")
            }
        }
    }

    private func write(
        _ target: UpgradeRelease, _ files: [(path: EntryPath, contents: [UInt8])], slim: SlimUpgrade? = nil
    ) throws {
        try Self.checkOutput(output, overwrites: overwrites, checksum: writesChecksum)
        let release = target.release
        let missing = [
            (path: EntryPath.resource(of: release), term: release.resource),
            (path: EntryPath.installedReleases, term: release.installedReleases),
        ].filter { !target.files.contains($0.path.string) }
            .map { ($0.path, TermTextPrinter.consultableFile($0.term)) }
        let time = TarballWriter.sourceDateEpoch ?? Self.undated
        let additions = (files + missing).filter { slim?.leavesOut($0.path.string) != true }.map { path, contents in
            TarballChanges.Addition(path: path, contents: contents, modificationTime: time)
        }
        var changes = TarballChanges(
            additions: additions, isRemoved: { slim?.leavesOut($0.string) ?? false },
            stripsCommonTop: { !TarballFiles.isReleaseDirectory($0) })
        changes.mendsLinks = target.source.tarball?.hasUnsafeLinks ?? false
        if let tarball = target.source.tarball, let source = try unchangedFile(target.source) {
            if tarball.allowsSplice {
                if additions.isEmpty, slim == nil {
                    return try TarballRewriter.copy(source, to: output, checksum: writesChecksum)
                }
                // The tarball has no such directory.
                changes.stripsCommonTop = nil
            }
            let onlyAdds = slim == nil && files.allSatisfy { !target.files.contains($0.path.string) }
            _ = try TarballRewriter.rewrite(
                source, to: output, changes, compression: compression, checksum: writesChecksum, known: tarball.known,
                canBeSpliced: tarball.allowsSplice && onlyAdds, onEntry: onEntry)
        } else {
            changes.mendsLinks = true
            let root = target.root ?? target.source.path
            guard root != "-" else { throw StageError.gone }
            // What was unpacked from a tarball was in it on purpose.
            if root == target.source.path {
                let folder = ReleaseFolder(release)
                let leftOut = try folder.leftOut(of: root)
                if !leftOut.isEmpty { onLeftOut(leftOut, root) }
                changes.isRemoved = { slim?.leavesOut($0.string) ?? false || !folder.contains($0.string) }
            }
            _ = try TarballWriter.write(
                directory: root, to: output, changes, compression: compression, checksum: writesChecksum,
                onEntry: onEntry)
        }
    }

    static func checkOutput(_ output: String, overwrites: Bool, checksum: Bool = false) throws(StageError) {
        guard output != "-", !overwrites else { return }
        for file in checksum ? [output, "\(output).sha256"] : [output] where access(file, F_OK) == 0 {
            throw StageError(.exists, "'\(file)' exists; --overwrite replaces it")
        }
    }

    /// The path of a release's tarball, if it still exists; one that has changed since it was read is an error.
    private func unchangedFile(_ source: UpgradeRelease.Source) throws -> String? {
        guard let known = source.tarball?.known, access(source.path, F_OK) == 0 else { return nil }
        let size = try FilePath(source.path).stat().size
        guard size == known.size else {
            throw StageError(.changedSource, "'\(source.path)' has changed since the upgrade document was written")
        }
        return source.path
    }

    /// The time of files whose time should not depend on the clock: the first day of 1980, as zip archives begin.
    private static let undated = 315_532_800
}
