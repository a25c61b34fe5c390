package import AutomaticVersions
internal import ErlangTerms
internal import Files
internal import Releases
package import Tarballs

/// Gives a release versions of its own, so that nodes of other builds can be upgraded to it: the work of `relup-version`.
package struct VersionStage {
    /// The tarball to make, `-` for standard output.
    package var output: String
    /// Whether to overwrite an existing file.
    package var overwrites: Bool
    /// What the user puts in front of the hash in each new version.
    package var suffix: String?
    /// What the user calls the build.
    package var label: String?
    package var compression: TarballCompression
    /// Called with each entry that is written.
    package var onEntry: (TarballEntry) -> Void = { _ in }
    /// Called with what a directory contains besides the release.
    package var onLeftOut: ([String]) -> Void = { _ in }

    package init(
        output: String, overwrites: Bool, suffix: String? = nil, label: String? = nil,
        compression: TarballCompression = .fast
    ) {
        self.output = output
        self.overwrites = overwrites
        self.suffix = suffix
        self.label = label
        self.compression = compression
    }

    /// What was done.
    package struct Result: Sendable {
        package let contents: BuildContents
        package let assignment: VersionAssignment
        /// The base releases that the target is an upgrade of.
        package let upgraded: [String]
    }

    /// Writes the target with its new versions; without base releases it is a first release.
    package func version(_ target: String, bases paths: [String]) throws -> Result {
        try PackStage.checkOutput(output, overwrites: overwrites)
        let bases = try paths.concurrentMap { try BuildContents(ReleaseSource($0).files) }
        try check(bases)
        var work: Temporary? = nil
        defer { work = nil }
        var (root, modes) = (target, [EntryPath: UInt16]())
        if !Directory.exists(target) {
            work = try Temporary(beside: output == "-" ? "./relup-version" : output, .directory)
            root = work!.path(of: "release")
            modes = try extract(target, into: root)
        }
        let contents = try BuildContents(DirectoryFiles(root, named: target == "-" ? "standard input" : target))
        if work == nil {
            let leftOut = try ReleaseFolder(contents.release).leftOut(of: root)
            if !leftOut.isEmpty { onLeftOut(leftOut) }
        }
        let assignment = VersionAssignment(contents, bases: bases, suffix: suffix)
        if !bases.isEmpty, assignment.upgraded.isEmpty {
            throw StageError(
                .nothingToUpgrade,
                "nothing to upgrade: '\(contents.name)' runs the same as '\(paths[0])', \(assignment.version)")
        }
        let release = VersionedRelease(contents, in: root, assignment, bases: bases, modes: modes)
        _ = try TarballWriter.write(
            directory: root, to: output, release.changes(label: label), compression: compression, onEntry: onEntry)
        return Result(contents: contents, assignment: assignment, upgraded: assignment.upgraded.map { paths[$0] })
    }

    /// A node tells releases apart by their versions.
    private func check(_ bases: [BuildContents]) throws(StageError) {
        var met: [String: BuildContents] = [:]
        for base in bases {
            if let other = met.updateValue(base, forKey: base.release.version.text), other.hash() != base.hash() {
                throw StageError(
                    .unchangedVersion,
                    """
                    '\(other.name)' and '\(base.name)' are both '\(base.release.name)' \(base.release.version), but \
                    differ: a node cannot tell which it runs; prepare first releases with --auto-version
                    """)
            }
        }
    }

    /// Extracts a tarball; returns the permissions that it gives its files, whatever this process may give.
    private func extract(_ tarball: String, into root: String) throws -> [EntryPath: UInt16] {
        var modes: [EntryPath: UInt16] = [:]
        let options = TarballExtractor.Options(
            stripsCommonTop: { !TarballFiles.isReleaseDirectory($0) },
            onEntry: { entry in modes[entry.path] = entry.mode & 0o777 })
        let facts = try TarballExtractor.extract(tarball, into: root, options: options)
        guard let top = facts.commonTop, !TarballFiles.isReleaseDirectory(top) else { return modes }
        return Dictionary(
            modes.compactMap { path, mode in path.belowTop.map { ($0, mode) } }, uniquingKeysWith: { first, _ in first }
        )
    }
}
