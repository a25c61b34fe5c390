package import ErlangTerms

/// What flows through the pipe: `{upgrade, {Major, Minor}, [{Section, Term}]}`, one term as text.
///
/// A tool reads the sections that it needs and rewrites its own. It passes on unchanged what it does not know.
/// `Documentation/UpgradeDocument.md` is normative.
package struct UpgradeDocument: Hashable, Sendable {
    /// The version that this library writes. Minor versions only add sections and fields.
    package static let currentVersion = Version(major: 1, minor: 0)

    package struct Version: Hashable, Sendable, CustomStringConvertible {
        package let major: Int
        package let minor: Int

        package init(major: Int, minor: Int) {
            self.major = major
            self.minor = minor
        }

        package var description: String { "\(major).\(minor)" }
    }

    package struct Section: Hashable, Sendable {
        package let name: Atom
        package var term: ErlangTerm

        package init(name: Atom, term: ErlangTerm) {
            self.name = name
            self.term = term
        }
    }

    /// The sections that this version knows, in the order of the stages that write them.
    package enum Name: String, CaseIterable, Sendable {
        case releases, diff, appups, relup, modifications, findings

        var atom: Atom { Atom(rawValue) }
    }

    package let version: Version
    package private(set) var sections: [Section]

    package init(version: Version = currentVersion, sections: [Section] = []) {
        self.version = version
        self.sections = sections
    }

    /// The term of a section, if the document has it.
    package subscript(name: Name) -> ErlangTerm? {
        sections.first { $0.name == name.atom }?.term
    }

    /// Puts a stage's result in its place, and removes what later stages made of the previous result.
    ///
    /// A result that is the same leaves the document as it is.
    package mutating func set(_ name: Name, _ term: ErlangTerm) {
        guard self[name] != term else { return }
        let stages = Name.allCases
        let later = Set(stages[stages.firstIndex(of: name)!...].map(\.atom))
        let place = sections.firstIndex { later.contains($0.name) } ?? sections.endIndex
        sections.removeAll { later.contains($0.name) }
        sections.insert(Section(name: name.atom, term: term), at: place)
    }

    /// Puts in a modified relup together with the record of its modification.
    package mutating func setModified(relup: ErlangTerm, modifications: ErlangTerm) {
        guard self[.relup] != relup || self[.modifications] != modifications else { return }
        set(.relup, relup)
        set(.modifications, modifications)
    }

    /// `{upgrade, {Major, Minor}, [{Section, Term}]}`.
    package var term: ErlangTerm {
        .tuple(
            .atom("upgrade"), .tuple(.integer(version.major), .integer(version.minor)),
            .list(sections.map { .tuple(.atom($0.name), $0.term) })
        )
    }
}

extension UpgradeDocument {
    /// The text of the document, which `file:consult/1` reads.
    package var text: [UInt8] {
        TermTextPrinter.consultableFile(term)
    }
}
