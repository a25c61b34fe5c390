package import ErlangTerms

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

    package var application: Atom
    /// The application's version in the target.
    package var version: String
    /// Its path, now or later, relative to the target's root.
    package var file: String
    package var origin: Origin
    /// The very term of the file.
    package var term: ErlangTerm

    package init(application: Atom, version: String, origin: Origin, term: ErlangTerm) {
        self.application = application
        self.version = version
        self.origin = origin
        self.term = term
        file = "lib/\(application)-\(version)/ebin/\(application).appup"
    }
}

extension UpgradeDocument {
    /// The section `appups`.
    package func appups() throws -> [UpgradeAppup] {
        try TermFields.list(section(.appups), at: "appups").map { fields throws(TermShapeError) in
            UpgradeAppup(
                application: try fields.atom("application"), version: try fields.string("vsn"),
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
                        "application": .atom(appup.application), "vsn": .string(appup.version),
                        "file": .string(appup.file), "origin": origin, "appup": appup.term,
                    ])
                }))
    }
}
