internal import ErlangTerms
package import Releases
package import Tarballs

/// One release of an upgrade: an element of the section `releases`.
package struct UpgradeRelease: Equatable, Sendable {
    /// Whether the upgrade starts from this release or leads to it.
    package enum Role: String, Sendable {
        case base, target
    }

    /// The file or directory that a release was read from, and what distinguishes that file from others.
    package struct Source: Equatable, Sendable {
        package var path: String
        /// What is known about the tarball; `nil` for a directory and for standard input.
        package var tarball: Tarball?

        package init(path: String, tarball: Tarball?) {
            self.path = path
            self.tarball = tarball
        }
    }

    /// A tarball that was found sound, so it need not be read again while it is the same.
    package struct Tarball: Equatable, Sendable {
        package var known: TarballRewriter.KnownTarball
        /// Whether entries can be put in front of the others without writing those again.
        package var allowsSplice: Bool
        /// Whether it has links that give way to copies when it is packed.
        package var hasUnsafeLinks: Bool
        /// The first file that it has a second time, with the same contents.
        package var duplicate: String?

        package init(
            known: TarballRewriter.KnownTarball, allowsSplice: Bool, hasUnsafeLinks: Bool = false,
            duplicate: String? = nil
        ) {
            self.known = known
            self.allowsSplice = allowsSplice
            self.hasUnsafeLinks = hasUnsafeLinks
            self.duplicate = duplicate
        }
    }

    package var role: Role
    package var release: Release
    /// The path of the `.rel` file, relative to the release's root.
    package var resourceFile: String
    package var source: Source
    /// The directory that contains the unpacked release, if there is one.
    package var root: String?
    /// The files below `releases`, except consolidated beams, the programs, and the appups; sorted.
    package var files: [String]
    package var configuration: SystemConfiguration
    /// Links of a target that keep `release_handler` from unpacking it, and that `relup-pack` cannot mend.
    package var unsafeLinks: [UnsafeLink] = []
    /// In the order of the release.
    package var applications: [Application]

    package init(role: Role, contents: ReleaseReader.Contents, source: Source, root: String?) {
        self.role = role
        self.source = source
        self.root = root
        release = contents.release
        resourceFile = contents.resourceFile
        files = contents.files
        configuration = contents.configuration
        applications = contents.applications
    }
}

extension UpgradeRelease.Source {
    /// A tarball with what is known from reading it, or a directory, of which nothing is known.
    package init(path: String, facts: TarballFacts?) {
        let tarball = facts.map { facts in
            let isBelowTop = facts.commonTop.map { !TarballFiles.isReleaseDirectory($0) } ?? false
            let hasUnsafeLinks = facts.firstUnsafeLink != nil
            return UpgradeRelease.Tarball(
                known: facts.known, allowsSplice: facts.allowsSplice && !isBelowTop && !hasUnsafeLinks,
                hasUnsafeLinks: hasUnsafeLinks, duplicate: facts.firstDuplicate?.string)
        }
        self.init(path: path, tarball: path == "-" ? nil : tarball)
    }
}

// MARK: - Reading

extension UpgradeRelease {
    init(_ fields: TermFields) throws(TermShapeError) {
        role = try fields.value("role", "base or target") { $0.atom.flatMap { Role(rawValue: $0.name) } }
        resourceFile = try fields.string("rel")
        root = fields["root"] == nil ? nil : try fields.string("root")
        files = try fields.strings("files")
        configuration = SystemConfiguration(
            faultLine: try fields["config_fault"] == nil ? nil : fields.integer("config_fault"),
            faultReason: try fields["config_fault_reason"] == nil ? nil : fields.string("config_fault_reason"),
            hasProviders: try fields.flag("config_providers"),
            includes: try fields["config_includes"] == nil ? [] : fields.strings("config_includes"),
            unreadableIncludes: try fields["config_unreadable"] == nil ? [] : fields.strings("config_unreadable"))
        unsafeLinks =
            fields["unsafe_links"] == nil
            ? [] : try fields.list(of: "unsafe_links").map { (link) throws(TermShapeError) in try UnsafeLink(link) }
        source = try Source(fields.fields("source"))
        var entries: [Release.Entry] = []
        applications = try fields.each("applications") { (element, place) throws(TermShapeError) in
            let fields = try TermFields(element.term, at: place)
            entries.append(try Release.Entry(fields))
            return try Application(fields)
        }
        if entries.isEmpty { _ = try fields.term("applications") }
        release = Release(
            name: try fields.name("name"), version: try fields.name("vsn"), ertsVersion: try fields.name("erts"),
            applications: entries)
    }
}

extension TermFields {
    /// A name of which paths are made: an atom or a string, whichever it is in Erlang.
    func name<Of>(_ key: Atom) throws(TermShapeError) -> PathName<Of> {
        try value(key, "a name that a path can hold") { term in
            (term.atom?.name ?? term.string).flatMap { try? PathName($0) }
        }
    }
}

extension UpgradeRelease.Source {
    init(_ fields: TermFields) throws(TermShapeError) {
        path = try fields.string("path")
        tarball = fields["crc32"] == nil ? nil : try UpgradeRelease.Tarball(fields)
    }
}

extension UpgradeRelease.Tarball {
    init(_ fields: TermFields) throws(TermShapeError) {
        let time = try fields.value("mtime", "{Seconds,Nanoseconds}") { term -> FileTime? in
            guard let parts = term.tuple, parts.count == 2, case .integer(let seconds) = parts[0],
                case .integer(let nanoseconds) = parts[1]
            else { return nil }
            return FileTime(seconds: seconds, nanoseconds: nanoseconds)
        }
        known = TarballRewriter.KnownTarball(
            size: try fields.integer("size"), modificationTime: time, contentSize: try fields.integer("content_size"),
            crc32: try fields.value("crc32", "a CRC-32") { term in
                if case .integer(let value) = term { UInt32(exactly: value) } else { nil }
            })
        allowsSplice = try fields.boolean("splice")
        hasUnsafeLinks = try fields.flag("links")
        duplicate = fields["duplicate"] == nil ? nil : try fields.string("duplicate")
    }
}

extension UnsafeLink {
    init(_ fields: TermFields) throws(TermShapeError) {
        self.init(
            path: try fields.string("path"), target: try fields.string("target"), isHardLink: try fields.flag("hard"),
            reason: try fields.value("reason", "why a link is unsafe") {
                $0.atom.flatMap { Reason(rawValue: $0.name) }
            })
    }
}

extension Release.Entry {
    init(_ fields: TermFields) throws(TermShapeError) {
        self.init(
            try fields.name("name"), try fields.name("vsn"),
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
            "role": .atom(role.rawValue), "name": .string(release.name.text), "vsn": .string(release.version.text),
            "erts": .string(release.ertsVersion.text), "rel": .string(resourceFile), "source": source.term,
            "root": root.map { .string($0) }, "files": .list(files.map { .string($0) }),
            "config_fault": configuration.faultLine.map { .integer($0) },
            "config_fault_reason": configuration.faultReason.map { .string($0) },
            "config_providers": configuration.hasProviders ? .boolean(true) : nil,
            "config_includes": .unlessEmpty(configuration.includes.map { .string($0) }),
            "config_unreadable": .unlessEmpty(configuration.unreadableIncludes.map { .string($0) }),
            "unsafe_links": .unlessEmpty(unsafeLinks.map(\.term)),
            "applications": .list(zip(release.applications, applications).map(Self.term)),
        ])
    }

    private static func term(_ entry: Release.Entry, _ application: Application) -> ErlangTerm {
        .fields([
            "name": .atom(entry.name), "vsn": .string(entry.version.text), "type": .atom(entry.type.rawValue),
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
        let known = tarball?.known
        return .fields([
            "path": .string(path), "size": known.map { .integer($0.size) },
            "mtime": known.map {
                .tuple(.integer($0.modificationTime.seconds), .integer($0.modificationTime.nanoseconds))
            },
            "content_size": known.map { .integer($0.contentSize) }, "crc32": known.map { .integer(Int($0.crc32)) },
            "splice": tarball.map { .boolean($0.allowsSplice) },
            "links": tarball?.hasUnsafeLinks == true ? .boolean(true) : nil,
            "duplicate": tarball?.duplicate.map { .string($0) },
        ])
    }
}

extension UnsafeLink {
    var term: ErlangTerm {
        .fields([
            "path": .string(path), "target": .string(target), "hard": isHardLink ? .boolean(true) : nil,
            "reason": .atom(reason.rawValue),
        ])
    }
}
