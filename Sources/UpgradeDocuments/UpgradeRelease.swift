internal import ErlangTerms
public import Releases
internal import Tarballs

/// One release of an upgrade: an element of the section `releases`.
public struct UpgradeRelease: Hashable, Sendable {
    /// Whether the upgrade starts from this release or leads to it.
    public enum Role: String, Sendable {
        case base, target
    }

    /// The file or directory that a release was read from, and what tells that file from others.
    public struct Source: Hashable, Sendable {
        public var path: String
        /// `nil` for a directory and for standard input.
        public var tarball: TarballIdentity?

        public init(path: String, tarball: TarballIdentity?) {
            self.path = path
            self.tarball = tarball
        }
    }

    /// What tells a tarball from another at the same path.
    public struct TarballIdentity: Hashable, Sendable {
        /// In bytes.
        public var size: Int
        /// In seconds since 1970.
        public var modificationTime: Int
        /// Of the uncompressed content, as inflating it gave it.
        public var crc32: Int

        public init(size: Int, modificationTime: Int, crc32: Int) {
            self.size = size
            self.modificationTime = modificationTime
            self.crc32 = crc32
        }
    }

    public var role: Role
    public var release: Release
    /// The path of the `.rel` file below the release's root.
    public var resourceFile: String
    public var source: Source
    /// The directory that holds the unpacked release, if there is one.
    public var root: String?
    /// In the order of the release.
    public var applications: [Application]

    public init(
        role: Role, release: Release, resourceFile: String, source: Source, root: String?, applications: [Application]
    ) {
        self.role = role
        self.release = release
        self.resourceFile = resourceFile
        self.source = source
        self.root = root
        self.applications = applications
    }
}

extension UpgradeRelease {
    init(role: Role, contents: ReleaseReader.Contents, source: Source, root: String?) {
        self.init(
            role: role, release: contents.release, resourceFile: contents.resourceFile, source: source, root: root,
            applications: contents.applications)
    }
}

extension UpgradeRelease.Source {
    /// A tarball with what reading it told, or a directory, of which nothing is told.
    init(path: String, facts: TarballFacts?) {
        let identity = facts.map {
            UpgradeRelease.TarballIdentity(
                size: $0.size, modificationTime: $0.modificationTime.seconds, crc32: Int($0.crc32))
        }
        self.init(path: path, tarball: path == "-" ? nil : identity)
    }
}

// MARK: - Reading

extension UpgradeRelease {
    init(_ fields: TermFields) throws(TermShapeError) {
        role = try fields.value("role", "base or target") { $0.atom.flatMap { Role(rawValue: $0.name) } }
        resourceFile = try fields.string("rel")
        root = fields["root"] == nil ? nil : try fields.string("root")
        source = try Source(fields.fields("source"))
        let elements = try fields.list(of: "applications")
        var entries: [Release.Entry] = []
        applications = []
        for element in elements {
            entries.append(try Release.Entry(element))
            applications.append(try Application(element))
        }
        release = Release(
            name: try fields.string("name"), version: try fields.string("vsn"),
            ertsVersion: try fields.string("erts"), applications: entries)
    }
}

extension UpgradeRelease.Source {
    init(_ fields: TermFields) throws(TermShapeError) {
        path = try fields.string("path")
        tarball =
            fields["crc32"] == nil
            ? nil
            : UpgradeRelease.TarballIdentity(
                size: try fields.integer("size"), modificationTime: try fields.integer("mtime"),
                crc32: try fields.integer("crc32"))
    }
}

extension Release.Entry {
    init(_ fields: TermFields) throws(TermShapeError) {
        self.init(
            name: try fields.atom("name"), version: try fields.string("vsn"),
            type: try fields.value("type", "a start type") {
                $0.atom.flatMap { Release.StartType(rawValue: $0.name) }
            },
            included: fields["included"] == nil ? nil : try fields.atoms("included"))
    }
}

extension Application {
    init(_ fields: TermFields) throws(TermShapeError) {
        self.init(name: try fields.atom("name"), version: try fields.string("vsn"))
        modules = try fields.atoms("modules")
        registered = try fields.atoms("registered")
        applications = try fields.atoms("applications")
        optionalApplications = try fields.atoms("optional_applications")
        includedApplications = try fields.atoms("included_applications")
        callbackModule = fields["mod"] == nil ? nil : try fields.atom("mod")
    }
}

// MARK: - Writing

extension UpgradeRelease {
    var term: ErlangTerm {
        .fields([
            "role": .atom(role.rawValue), "name": .string(release.name), "vsn": .string(release.version),
            "erts": .string(release.ertsVersion), "rel": .string(resourceFile), "source": source.term,
            "root": root.map { .string($0) },
            "applications": .list(zip(release.applications, applications).map(Self.term)),
        ])
    }

    private static func term(_ entry: Release.Entry, _ application: Application) -> ErlangTerm {
        .fields([
            "name": .atom(entry.name), "vsn": .string(entry.version), "type": .atom(entry.type.rawValue),
            "included": entry.included.map { .atoms($0) },
            "modules": .atoms(application.modules), "registered": .atoms(application.registered),
            "applications": .atoms(application.applications),
            "optional_applications": .atoms(application.optionalApplications),
            "included_applications": .atoms(application.includedApplications),
            "mod": application.callbackModule.map { .atom($0) },
        ])
    }
}

extension UpgradeRelease.Source {
    var term: ErlangTerm {
        .fields([
            "path": .string(path), "size": tarball.map { .integer($0.size) },
            "mtime": tarball.map { .integer($0.modificationTime) }, "crc32": tarball.map { .integer($0.crc32) },
        ])
    }
}
