package import ErlangTerms
package import Releases
package import Tarballs

/// An appup of an upgrade: an element of the section `appups`.
package struct UpgradeAppup: Hashable, Sendable {
    /// Where an appup comes from.
    package enum Origin: Hashable, Sendable {
        /// The target release brings it.
        case release
        /// It was generated.
        case generated
        /// It was read from a file outside the release.
        case file(String)
    }

    package var application: ApplicationName
    /// The application's version in the target.
    package var version: Version
    package var origin: Origin
    /// The very term of the file.
    package var term: ErlangTerm

    package init(application: ApplicationName, version: Version, origin: Origin, term: ErlangTerm) {
        self.application = application
        self.version = version
        self.origin = origin
        self.term = term
    }

    /// Its path, now or later, below the target's root.
    package var file: EntryPath { .appup(of: application, version) }
}

extension UpgradeDocument {
    /// The section `appups`.
    package func appups() throws -> [UpgradeAppup] {
        try TermFields.each(stored(.appups), at: "appups") { (appup, place) throws(TermShapeError) in
            let fields = try TermFields(appup, at: place)
            return UpgradeAppup(
                application: try fields.name("application"), version: try fields.name("vsn"),
                origin: try fields.value("origin", "release, generated or a path") { term in
                    switch term {
                    case .atom("release"): .release
                    case .atom("generated"): .generated
                    default: term.string.map { .file($0) }
                    }
                },
                term: try fields.term("appup"))
        }
    }

    /// Puts in the section `appups`.
    package mutating func set(_ appups: [UpgradeAppup]) {
        set(
            .appups,
            .list(
                appups.map { appup in
                    let origin: ErlangTerm =
                        switch appup.origin {
                        case .release: .atom("release")
                        case .generated: .atom("generated")
                        case .file(let path): .string(path)
                        }
                    return .fields([
                        "application": .atom(appup.application.atom), "vsn": .string(appup.version.text),
                        "file": .string(appup.file.string), "origin": origin, "appup": appup.term,
                    ])
                }))
    }
}
