package import ErlangTerms
internal import Files
package import Tarballs

/// Reads the contents of a directory or tarball as a release: its `.rel` file and the `.app` files of its applications.
package struct ReleaseReader {
    /// A release, the file that describes it, and its applications in the order of that file.
    package struct Contents: Sendable {
        package let release: Release
        /// Relative to the release's root.
        package let resourceFile: String
        /// The files below `releases`, except consolidated beams, those of `bin` and of the emulator's `bin`, and the
        /// appups; sorted.
        package let files: [String]
        package let configuration: SystemConfiguration
        package let applications: [Application]
        /// What each application's resource file says about its environment: for comparison, never to be shown.
        package let environments: [Atom: ErlangTerm]
        /// What is known about the tarball, if it is one.
        package let tarball: TarballFacts?
    }

    /// No resource file of a release comes near this many bytes.
    static let resourceLimit = 16 << 20

    private var releaseResources: [(path: String, directory: String?, bytes: [UInt8])] = []
    private var applicationResources: [String: (path: String, bytes: [UInt8])] = [:]
    private var files: [String] = []
    /// `sys.config` and the files that it may include, by the release's version, then by their names.
    private var configurations: [String: [String: [UInt8]]] = [:]
    /// A folder that looks like the one that a release is in.
    private var folderOfRelease: String?
    /// The release that boots, from `releases/start_erl.data`: `ErtsVsn Vsn`.
    private var startedVersion: String?

    /// Reads a release in one pass over its files; passes those that are not resource files to `visit`.
    package static func contents(
        of files: some ReleaseFiles, visit: (ReleasePath, borrowing ReleaseFile) throws -> Void = { _, _ in }
    ) throws -> Contents {
        var reader = ReleaseReader()
        let facts = try files.forEachFile { file in
            let path = ReleasePath(file.path)
            if path.isOfReleaseHandler { reader.files.append(file.path) }
            switch path {
            case .releaseResource(let version, _):
                let bytes = try file.bytes(limit: resourceLimit)
                reader.releaseResources.append((file.path, version, bytes))
            case .applicationResource(let library, let name) where library.hasPrefix("\(name)-"):
                reader.applicationResources[library] = (file.path, try file.bytes(limit: resourceLimit))
            case .releasesFile("start_erl.data"):
                let words = String(decoding: try file.bytes(limit: resourceLimit), as: UTF8.self).split {
                    $0.isWhitespace
                }
                reader.startedVersion = words.count == 2 ? String(words[1]) : nil
            case .versionFile(let version, let name) where name.hasSuffix(".config"):
                let bytes = try file.bytes(limit: resourceLimit)
                reader.configurations[version, default: [:]][name] = bytes
                try visit(path, ReleaseFile(path: file.path, size: file.size) { _ in bytes })
            default:
                let started = "/releases/start_erl.data"
                if file.path.hasSuffix(started) { reader.folderOfRelease = String(file.path.dropLast(started.count)) }
                try visit(path, file)
            }
        }
        return try reader.contents(of: files.name, facts)
    }

    private func contents(of name: String, _ facts: TarballFacts?) throws(ReleaseError) -> Contents {
        let (release, resourceFile) = try chosenRelease(of: name, isTarball: facts != nil)
        let included = Dictionary(
            release.applications.compactMap { entry in entry.included.map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        var records: [ApplicationRecord] = []
        for entry in release.applications {
            records.append(try application(entry, included, syntax: release.syntax, of: name))
        }
        return Contents(
            release: release, resourceFile: resourceFile, files: files.sorted(),
            configuration: configuration(of: release),
            applications: records.map(\.application),
            environments: Dictionary(
                records.map { ($0.name, $0.environment) }, uniquingKeysWith: { first, _ in first }),
            tarball: facts)
    }

    private func configuration(of release: Release) -> SystemConfiguration {
        let files = configurations[release.version.text] ?? [:]
        guard let bytes = files["sys.config"] else { return SystemConfiguration() }
        var configuration = SystemConfiguration(bytes, syntax: release.syntax)
        configuration.unreadableIncludes = configuration.includes.filter { name in
            files[name].map { !SystemConfiguration.isIncludable($0, syntax: release.syntax) } ?? false
        }
        return configuration
    }

    /// The release in a resource file, as its own OTP reads it.
    private static func release(_ bytes: [UInt8], file: String) throws -> Release {
        let release = try Release(resource: TermTextReader.soleTerm(in: bytes, file: file))
        return try Release(resource: TermTextReader.soleTerm(in: bytes, file: file, syntax: release.syntax))
    }

    /// The release that the files are about; if there are several, the one that boots.
    ///
    /// `releases/VSN/NAME.rel` counts before a copy of it in `releases`; the boot scripts' own releases do not count.
    private func chosenRelease(of name: String, isTarball: Bool) throws(ReleaseError) -> (Release, path: String) {
        var found: [(release: Release, path: String)] = []
        var known: Set<[[UInt8]]> = []
        let candidates = releaseResources.sorted {
            ($0.directory == nil ? 1 : 0, $0.path) < ($1.directory == nil ? 1 : 0, $1.path)
        }
        for (path, _, bytes) in candidates {
            let release: Release
            do {
                release = try Self.release(bytes, file: "\(name): \(path)")
            } catch {
                throw ReleaseError(.malformed, "cannot read '\(path)' of '\(name)': \(error)")
            }
            let isBootScript = ["start_clean", "no_dot_erlang"].contains(release.name.text)
            if !isBootScript, known.insert([Array(release.name.text.utf8), Array(release.version.text.utf8)]).inserted {
                found.append((release, path))
            }
        }
        let started = found.filter { $0.release.version.text == startedVersion }
        let chosen = found.count > 1 && !started.isEmpty ? started : found
        guard let first = chosen.first else {
            let taken = isTarball ? ": relup-prepare --below takes it out" : ""
            let advice = folderOfRelease.map { "its folder '\($0)' seems to be one\(taken)" }
            throw ReleaseError(
                .notARelease,
                "'\(name)' is not a release: it has no 'releases/VSN/NAME.rel'; "
                    + (advice ?? "name a tarball of one, or the folder above 'releases'"))
        }
        guard chosen.count == 1 else {
            let list = chosen.map { "'\($0.path)'" }.joined(separator: ", ")
            throw ReleaseError(.ambiguous, "'\(name)' contains several releases: \(list)")
        }
        return first
    }

    private func application(
        _ entry: Release.Entry, _ included: [Atom: [Atom]], syntax: ErlangSyntax, of name: String
    ) throws(ReleaseError) -> ApplicationRecord {
        let library = "\(entry.name)-\(entry.version)"
        guard let (path, bytes) = applicationResources[library] else {
            let isUpgrade = files.contains { $0.hasPrefix("releases/") && $0.hasSuffix("/relup") }
            let missing = EntryPath.resource(of: entry.application, entry.version)
            throw ReleaseError(
                .missingApplication,
                "'\(name)' has no '\(missing)', which its release names"
                    + (isUpgrade ? ": a slim upgrade is not a whole release" : ""))
        }
        do {
            let term = try TermTextReader.soleTerm(in: bytes, file: path, syntax: syntax)
            let record = try ApplicationResource.read(
                term, path: path, version: entry.version.text, included: included)
            guard record.name == entry.name else {
                throw ReleaseError(.malformed, "cannot use '\(path)' of '\(name)': it is that of another application")
            }
            return record
        } catch let error as ReleaseError {
            throw error
        } catch let error as ApplicationResource.Fault {
            throw ReleaseError(.malformed, "cannot use '\(path)' of '\(name)': \(error)")
        } catch {
            throw ReleaseError(.malformed, "cannot read '\(path)' of '\(name)': \(error)")
        }
    }
}
