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

    /// Why a generated appup treats modules as it does, for one base version.
    package struct Reason: Hashable, Sendable {
        package let baseVersion: String
        package let text: String
        package let modules: [Atom]

        package init(baseVersion: String, text: String, modules: [Atom]) {
            self.baseVersion = baseVersion
            self.text = text
            self.modules = modules
        }
    }

    package var application: ApplicationName
    /// The application's version in the target.
    package var version: Version
    package var origin: Origin
    /// The very term of the file.
    package var term: ErlangTerm
    package var reasons: [Reason]

    package init(
        application: ApplicationName, version: Version, origin: Origin, term: ErlangTerm, reasons: [Reason] = []
    ) {
        self.application = application
        self.version = version
        self.origin = origin
        self.term = term
        self.reasons = reasons
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
                term: try fields.term("appup"),
                reasons: try fields.elements("reasons", "{Vsn,Reason,Modules}") { UpgradeAppup.Reason(term: $0) })
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
                        "reasons": .unlessEmpty(appup.reasons.map(\.term)),
                    ])
                }))
    }
}

extension UpgradeAppup.Reason {
    /// `{Vsn, Reason, [Module]}`.
    fileprivate var term: ErlangTerm { .tuple(.string(baseVersion), .string(text), .atoms(modules)) }

    fileprivate init?(term: ErlangTerm) {
        guard let parts = term.tuple, parts.count == 3, let base = parts[0].string, let text = parts[1].string,
            let modules = parts[2].list
        else { return nil }
        self.init(baseVersion: base, text: text, modules: modules.compactMap(\.atom))
    }
}
