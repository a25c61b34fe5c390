internal import BeamFiles
package import ErlangTerms
package import Releases
internal import Synchronization
internal import Tarballs

/// What a build of a release consists of, as far as it runs: a hash for each application, and one for the rest.
///
/// The hashes do not depend on who built it where: of a beam counts what decides whether a module changed
/// (`BeamFingerprint`), of other files of an application all of their bytes and whether they may be run. Left out are
/// times of files, appups, and the versions that `VersionNames` rewrites: so a release with automatic versions has the
/// hashes of the one that it was made of.
package struct BuildContents: Sendable {
    /// What errors call the tarball or directory.
    package let name: String
    package let contents: ReleaseReader.Contents
    /// By application, 64 hexadecimal digits.
    package let applications: [Atom: String]
    /// Of the files in `releases/VSN`.
    let configuration: String
    /// The files that name versions, or may do so, by their paths.
    let texts: [String: [UInt8]]
    /// What the release says about its build, if it was given an automatic version or a label.
    package let build: BuildRecord?

    package var release: Release { contents.release }

    /// Reads a release in one pass over its files.
    package init(_ files: some ReleaseFiles) throws {
        let noting = NotingFiles(files)
        contents = try ReleaseReader.contents(of: noting)
        name = files.name
        let release = contents.release
        let noted = noting.noted.withLock { $0 }
        texts = noted.texts
        let names = VersionNames.neutral(release)
        var applications: [Atom: String] = [:]
        for entry in release.applications {
            let library = "\(entry.name)-\(entry.version.text)"
            var parts = noted.libraries[library] ?? [:]
            let resource = "lib/\(library)/ebin/\(entry.name).app"
            if let bytes = noted.texts[resource] {
                parts["ebin/\(entry.name).app"] = try Self.digest(
                    ofResource: bytes, "\(name): \(resource)", names, release.syntax)
            }
            applications[entry.name] = Self.digest(of: parts)
        }
        self.applications = applications
        configuration = Self.digest(of: try Self.configuration(noted, release, names, of: name))
        build = noted.texts["releases/\(release.version.text)/\(BuildRecord.fileName)"].flatMap { BuildRecord($0) }
    }

    /// The hash of what runs, if the applications have the given versions, which a program can ask for, too.
    package func hash(versions: [Atom: String] = [:]) -> String {
        var digest = ContentDigest()
        digest.add(release.name.text)
        digest.add(release.ertsVersion.text)
        digest.add(configuration)
        for entry in release.applications {
            digest.add(entry.name.name)
            digest.add(versions[entry.name] ?? entry.version.text)
            digest.add(applications[entry.name] ?? "")
        }
        return digest.text()
    }

    // MARK: - Parts

    private static func digest(of parts: [String: String]) -> String {
        var digest = ContentDigest()
        for (name, part) in parts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            digest.add(name)
            digest.add(part)
        }
        return digest.text()
    }

    /// Of a resource file counts its term, without the version and the time that mix writes there, whatever the order
    /// of its modules.
    private static func digest(
        ofResource bytes: [UInt8], _ path: String, _ names: VersionNames, _ syntax: ErlangSyntax
    ) throws -> String {
        let term = names.rewrite(try TermTextReader.soleTerm(in: bytes, file: path, syntax: syntax))
        var digest = ContentDigest()
        guard let parts = term.tagged("application", count: 3).map(Array.init), let fields = parts[1].list else {
            digest.add(ExternalTermWriter.bytes(of: term))
            return digest.text()
        }
        for field in fields {
            guard let pair = field.tuple, pair.count == 2, let key = pair[0].atom else {
                digest.add(ExternalTermWriter.bytes(of: field))
                continue
            }
            if ["vsn", "config_mtime"].contains(key) { continue }
            var value = pair[1]
            if key == "modules", let modules = value.list {
                value = .list(modules.sorted { TermOrder.terms($0, $1) == .less })
            }
            digest.add(ExternalTermWriter.bytes(of: .tuple(.atom(key), value)))
        }
        return digest.text()
    }

    /// The files of `releases/VSN`, and the release resource; each a hash.
    private static func configuration(
        _ noted: NotingFiles.Noted, _ release: Release, _ names: VersionNames, of releaseName: String
    ) throws -> [String: String] {
        let folder = "releases/\(release.version.text)/"
        // What starts expand from these differs from node to node.
        let expanded = Set(
            noted.texts.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(".src") }.map { String($0.dropLast(4)) })
        var parts: [String: String] = [:]
        for (path, bytes) in noted.texts where path.hasPrefix(folder) && !expanded.contains(path) {
            let name = String(path.dropFirst(folder.count))
            if ["relup", "upgrade.document", BuildRecord.fileName].contains(name) || name.hasSuffix(".rel") {
                continue
            }
            var digest = ContentDigest()
            digest.add(try names.comparable("\(releaseName): \(path)", bytes, syntax: release.syntax))
            parts[name] = digest.text()
        }
        for (path, part) in noted.others where path.hasPrefix(folder) {
            parts[String(path.dropFirst(folder.count))] = part
        }
        var digest = ContentDigest()
        digest.add(ExternalTermWriter.bytes(of: names.rewrite(release.resource)))
        parts["*.rel"] = digest.text()
        return parts
    }
}

/// Files of a release; keeps what counts of them while it passes them on.
private final class NotingFiles: ReleaseFiles {
    private let files: any ReleaseFiles
    let noted = Mutex(Noted())

    struct Noted {
        /// By library, `APP-VSN`, then by path: a hash of each file that is not in `texts`.
        var libraries: [String: [String: String]] = [:]
        /// Files that name versions, or may do so.
        var texts: [String: [UInt8]] = [:]
        /// Hashes of other files below `releases`, by path.
        var others: [String: String] = [:]
    }

    init(_ files: any ReleaseFiles) {
        self.files = files
    }

    var name: String { files.name }

    func forEachFile(_ body: (borrowing ReleaseFile) throws -> Void) throws -> TarballFacts? {
        try files.forEachFile(
            { file in
                if let bytes = try note(file) {
                    try body(ReleaseFile(path: file.path, size: file.size) { _ in bytes })
                } else {
                    try body(ReleaseFile(path: file.path, size: file.size) { _ in [] })
                }
            },
            link: { path, target in
                var digest = ContentDigest()
                digest.add("link")
                digest.add(target)
                add(digest.text(), of: path)
            })
    }

    /// Keeps what counts of a file; returns its bytes if the release cannot be read without them.
    private func note(_ file: borrowing ReleaseFile) throws -> [UInt8]? {
        switch ReleasePath(file.path) {
        case .beam, .consolidatedBeam:
            let bytes = try file.bytes(limit: BeamReader.limit)
            var digest = ContentDigest()
            do {
                let beam = try BeamReader.read(bytes, file: file.path)
                digest.add(beam.module.name)
                try BeamFingerprint.forEachPart(of: beam) { digest.update($0) }
            } catch {
                digest = ContentDigest()
                digest.add(bytes)
            }
            add(digest.text(), of: file.path)
            return nil
        case .applicationResource, .releaseResource, .versionFile, .releasesFile, .appup, .program:
            if file.size <= Self.textLimit {
                let bytes = try file.bytes(limit: Self.textLimit)
                noted.withLock { $0.texts[file.path] = bytes }
                return bytes
            }
        case .privateFile: break
        case .erts, .other: if !file.path.hasPrefix("lib/") { return nil }
        }
        var digest = ContentDigest()
        digest.add(file.isExecutable ? "program" : "file")
        digest.add(count: file.size)
        try file.forEachPiece { digest.update($0) }
        add(digest.text(), of: file.path)
        return nil
    }

    private func add(_ digest: String, of path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        noted.withLock { noted in
            if parts.count == 3, parts[0] == "lib" {
                noted.libraries[parts[1], default: [:]][parts[2]] = digest
            } else if parts[0] == "releases" {
                noted.others[path] = digest
            }
        }
    }

    /// No file that a release is read from, or that names versions, comes near this many bytes.
    private static let textLimit = 16 << 20
}
