internal import BeamFiles
internal import ErlangTerms
internal import Files
internal import Releases
internal import SystemPackage
package import Tarballs

/// A release in a directory as it is with other versions.
///
/// All that names a version is rewritten, and nothing else. In a tarball the time of each file follows from what it
/// contains, so that two builds of the same contents make the same tarball, and what a web server concludes from size and
/// time stays true. `SOURCE_DATE_EPOCH` sets all times.
package struct VersionedRelease {
    private let root: FilePath
    private let target: BuildContents
    private let assignment: VersionAssignment
    private let names: VersionNames
    private let bases: [BuildContents]
    /// By path, if the files of the directory do not have the permissions that count.
    private let modes: [EntryPath: UInt16]

    package init(
        _ target: BuildContents, in directory: String, _ assignment: VersionAssignment, bases: [BuildContents],
        modes: [EntryPath: UInt16] = [:]
    ) {
        root = FilePath(directory)
        self.target = target
        self.assignment = assignment
        self.bases = bases
        self.modes = modes
        names = VersionNames(target.release, version: assignment.version, versions: assignment.applications)
    }

    /// How a tarball of the directory differs from it; `label` is what the user calls the build.
    package func changes(label: String?) throws -> TarballChanges {
        let folder = ReleaseFolder(target.release)
        let own = "releases/\(target.release.version.text)/"
        // A relup leads to the version that the release no longer has.
        let dropped: Set<String> = [
            "\(own)\(BuildRecord.fileName)",
            assignment.version == target.release.version.text ? "" : "\(own)relup",
        ]
        var additions: [TarballChanges.Addition] = []
        for (path, bytes) in target.texts.sorted(by: { $0.key < $1.key })
        where folder.contains(path) && !dropped.contains(path) {
            guard let contents = try contents(path, bytes) else { continue }
            let source = try EntryPath(path)
            additions.append(
                try addition(names.path(path), contents, mode: modes[source] ?? permissions(of: source)))
        }
        let record = BuildRecord(hash: assignment.hash, label: label)
        additions.append(
            try addition(
                "releases/\(assignment.version)/\(BuildRecord.fileName)",
                TermTextPrinter.consultableFile(record.term), mode: 0o644))
        return TarballChanges(
            additions: additions.sorted { $0.path < $1.path },
            isRemoved: { !folder.contains($0.string) || dropped.contains($0.string) },
            rename: { [names] path in (try? EntryPath(names.path(path.string))) ?? path },
            adjust: { [modes, root, names] source, entry in
                if let mode = modes[source] { entry.mode = mode }
                switch entry.kind {
                case .symbolicLink(let target):
                    if let text = String(validating: target, as: UTF8.self) {
                        entry.kind = .symbolicLink(target: Array(names.rewrite(link: text).utf8))
                    }
                    entry.modificationTime = Self.time(of: [])
                default:
                    var checksum = Checksum()
                    try WholeFile.forEachPiece(of: root.appending(source.string)) { checksum.update($0) }
                    entry.modificationTime = Self.time(of: checksum)
                }
            },
            mendsLinks: true)
    }

    private func contents(_ path: String, _ bytes: [UInt8]) throws -> [UInt8]? {
        if case .appup(let library, let name) = ReleasePath(path) {
            guard let entry = target.release[Atom(name)], library == "\(name)-\(entry.version.text)",
                let version = assignment.applications[entry.name], version != entry.version.text,
                let old = try? TermTextReader.firstTerm(in: bytes, file: path, syntax: target.release.syntax)
            else { return nil }
            let new = BuildAppup.rewrite(
                old, plain: entry.version.text, version: version,
                bases: bases.compactMap { $0.release[entry.name]?.version.text }.uniqued())
            return new == old ? nil : TermTextPrinter.consultableFile(new)
        }
        return try names.contents(path, bytes, syntax: target.release.syntax)
    }

    private func addition(_ path: String, _ contents: [UInt8], mode: UInt16) throws -> TarballChanges.Addition {
        TarballChanges.Addition(
            path: try EntryPath(path), contents: contents, mode: mode, modificationTime: Self.time(of: contents))
    }

    private func permissions(of path: EntryPath) throws -> UInt16 {
        UInt16(try root.appending(path.string).stat().permissions.rawValue & 0o777)
    }

    private static func time(of contents: [UInt8]) -> Int {
        var checksum = Checksum()
        contents.withUnsafeBytes { checksum.update($0) }
        return time(of: checksum)
    }

    /// Within thirty years from the first day of 1980, as zip archives begin; in seconds since 1970.
    private static func time(of checksum: Checksum) -> Int {
        TarballWriter.sourceDateEpoch ?? 315_532_800 + Int(checksum.number % 946_080_000)
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order in which they are met.
    fileprivate func uniqued() -> [Element] {
        var met: Set<Element> = []
        return filter { met.insert($0).inserted }
    }
}
