internal import ErlangTerms
internal import Files
internal import ReleaseDiffs
package import Releases
internal import RelupChecks
package import Relups
internal import Synchronization
internal import Tarballs
package import UpgradeDocuments

/// An upgrade that was made already: its target release with a relup, and its base releases.
struct FinishedUpgrade {
    private let bases: [ReleaseInventory]
    private let target: ReleaseInventory
    private let relup: Relup
    /// Whether the target is the tarball that release_handler will unpack.
    private let isPackage: Bool
    /// Applications that a slim tarball leaves out, as `APP-VSN`.
    private let leftOut: [String]
    /// Links that keep release_handler from unpacking the target.
    private let unsafeLinks: [UnsafeLink]

    /// The upgrade in a tarball, or in a release's directory; the relup is `releases/VSN/relup` there.
    ///
    /// Applications that a slim tarball leaves out are taken from the first base that has them. If entries have the
    /// same name the first one counts, which is the one that release_handler keeps; the checks report it.
    init(_ path: String, bases: [String]) throws {
        let files = RelupNoting(files: ReleaseSource(path, duplicates: .skipped).files)
        self.bases = try bases.map { try ReleaseInventory(ReleaseSource($0).files) }
        do {
            target = try ReleaseInventory(files)
            leftOut = []
        } catch let error as ReleaseError where error.code == .missingApplication && !bases.isEmpty {
            let completed = CompletedFiles(files: files, bases: bases.map { ReleaseSource($0).files })
            target = try ReleaseInventory(completed)
            leftOut = target.release.applications.map { "\($0.name)-\($0.version)" }.filter(
                completed.leftOut.withLock { $0 }.contains)
        }
        let file = "releases/\(target.release.version)/relup"
        guard let bytes = files.relups.withLock({ [version = target.release.version.text] in $0[version] }) else {
            throw StageError(
                .mismatchedRelup, "'\(path)' is not an upgrade: it has no '\(file)', which relup-upgrade makes")
        }
        relup = try Self.relup(in: bytes, file: "\(path): \(file)", of: self.bases + [target])
        isPackage = true
        unsafeLinks = try Self.unsafeLinks(in: path, target.contents.tarball)
    }

    /// The links of a tarball that release_handler is to unpack; of a directory, those that it cannot be packed with.
    private static func unsafeLinks(in path: String, _ facts: TarballFacts?) throws -> [UnsafeLink] {
        guard let facts else { return try ReleaseSource(path).unsafeLinks(nil) }
        guard let first = facts.firstUnsafeLink else { return [] }
        // Standard input cannot be read again.
        return path == "-" ? [first] : try UnsafeLink.all(in: path)
    }

    /// The upgrade that a relup alone describes, between releases in directories or tarballs.
    init(relup: String, bases: [String], target: String) throws {
        let name = relup == "-" ? "standard input" : relup
        let bytes = try WholeFile.read(relup)
        self.bases = try bases.map { try ReleaseInventory(ReleaseSource($0).files) }
        self.target = try ReleaseInventory(ReleaseSource(target).files)
        self.relup = try Self.relup(in: bytes, file: name, of: self.bases + [self.target])
        isPackage = false
        leftOut = []
        unsafeLinks = try ReleaseSource(target).unsafeLinks(self.target.contents.tarball)
    }

    /// A relup that all releases can read: the release that runs reads it, which is a base when it upgrades, and the
    /// target when it downgrades.
    private static func relup(
        in bytes: [UInt8], file: String, of releases: [ReleaseInventory]
    ) throws -> Relup {
        var syntaxes: [ErlangSyntax] = []
        for release in releases where !syntaxes.contains(release.release.syntax) {
            syntaxes.append(release.release.syntax)
        }
        let relups = try syntaxes.map { try RelupReader.relup(in: bytes, file: file, syntax: $0) }
        return relups[relups.count - 1]
    }

    func subject() throws -> CheckSubject {
        let called = relup.term.calledModules
        return CheckSubject(
            target: CheckedRelease(target, unsafeLinks: unsafeLinks),
            bases: try bases.map {
                (CheckedRelease($0), try ReleaseComparison.diff(from: $0, to: target, calledModules: called))
            },
            relup: relup,
            package: isPackage
                ? target.contents.tarball.map {
                    UpgradePackage(
                        namesArePlain: $0.namesArePlain && ($0.commonTop.map(TarballFiles.isReleaseDirectory) ?? true),
                        gzipMembers: $0.memberCount, duplicateCount: $0.duplicateCount,
                        firstDuplicate: $0.firstDifferentDuplicate?.string, leftOut: leftOut)
                } : nil)
    }
}

/// A release, with its relup if it is an upgrade, and what its tarball keeps of the upgrade's document.
package struct ShownRelease {
    package let release: Release
    package let applications: [Application]
    package let relup: Relup?
    package let document: UpgradeDocument?

    /// The release in a directory or tarball. Of a slim upgrade, which is not a whole release, its document tells.
    package init(_ path: String) throws {
        let files = RelupNoting(files: ReleaseSource(path).files)
        do {
            let contents = try ReleaseReader.contents(of: files)
            (release, applications) = (contents.release, contents.applications)
        } catch let error as ReleaseError where error.code == .missingApplication {
            let versions = files.relups.withLock { Array($0.keys) }
            guard versions.count == 1, let target = try? files.document(of: versions[0])?.releases().target else {
                throw error
            }
            (release, applications) = (target.release, target.applications)
        }
        relup = try files.relup(of: release)
        document = files.document(of: release.version.text)
    }
}

extension CheckedRelease {
    init(_ inventory: ReleaseInventory, unsafeLinks: [UnsafeLink] = []) {
        let contents = inventory.contents
        let tarball = contents.tarball
        self.init(
            release: contents.release, applications: contents.applications, files: contents.files,
            configuration: contents.configuration, unsafeLinks: unsafeLinks,
            duplicate: tarball?.firstDifferentDuplicate == nil ? tarball?.firstDuplicate?.string : nil)
    }
}

/// Files of a release; keeps its relups, and documents of upgrades, while it passes the files on.
private final class RelupNoting: ReleaseFiles {
    private let files: any ReleaseFiles
    /// By the release's version.
    let relups = Mutex([String: [UInt8]]())
    let documents = Mutex([String: [UInt8]]())

    init(files: any ReleaseFiles) {
        self.files = files
    }

    var name: String { files.name }

    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try files.forEachFile { file in
            guard case .versionFile(let version, let name) = ReleasePath(file.path),
                name == "relup" || name == "upgrade.document"
            else { return try body(file) }
            let bytes = try file.bytes(limit: 256 << 20)
            if name == "relup" {
                relups.withLock { $0[version] = bytes }
            } else {
                documents.withLock { $0[version] = bytes }
            }
            try body(ReleaseFile(path: file.path, size: file.size) { _ in bytes })
        }
    }
}

extension RelupNoting {
    /// The relup of a release, if it has one.
    func relup(of release: Release) throws -> Relup? {
        let version = release.version.text
        return try relups.withLock { $0[version] }.map {
            try RelupReader.relup(in: $0, file: "\(name): releases/\(version)/relup", syntax: release.syntax)
        }
    }

    /// What is kept of the document of the upgrade to a version. One that cannot be read is none: whoever packs a
    /// tarball may put anything there.
    func document(of version: String) -> UpgradeDocument? {
        let relup = relups.withLock { $0[version] } ?? []
        return documents.withLock { $0[version] }.flatMap {
            try? UpgradeDocumentReader.document(in: $0, named: name).beside(relup)
        }
    }
}

/// Files of a slim upgrade; takes the libraries that it does not bring from the first base that has them.
private final class CompletedFiles: ReleaseFiles {
    private let files: any ReleaseFiles
    private let bases: [any ReleaseFiles]
    /// The libraries that come from a base, as `APP-VSN`.
    let leftOut = Mutex(Set<String>())

    init(files: any ReleaseFiles, bases: [any ReleaseFiles]) {
        self.files = files
        self.bases = bases
    }

    var name: String { files.name }

    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        var known: Set<String> = []
        let facts = try files.forEachFile { file in
            if let library = Self.library(of: file.path) { known.insert(library) }
            try body(file)
        }
        for base in bases {
            var found: Set<String> = []
            try base.forEachFile { file in
                guard let library = Self.library(of: file.path), !known.contains(library) else { return }
                found.insert(library)
                try body(file)
            }
            known.formUnion(found)
            leftOut.withLock { $0.formUnion(found) }
        }
        return facts
    }

    /// `APP-VSN` of a path `lib/APP-VSN/…`.
    private static func library(of path: String) -> String? {
        let parts = path.split(separator: "/", maxSplits: 2)
        return parts.count == 3 && parts[0] == "lib" ? String(parts[1]) : nil
    }
}
