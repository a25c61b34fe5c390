public import ErlangTerms

/// What flows through the pipe: `{upgrade, {Major, Minor}, [{Section, Term}]}`, one term as text.
///
/// A tool reads the sections that it needs and rewrites its own. It passes on unchanged what it does not know.
/// `Documentation/UpgradeDocument.md` is normative.
public struct UpgradeDocument: Hashable, Sendable {
    /// The version that this library writes. Minor versions only add sections and fields.
    public static let currentVersion = Version(major: 1, minor: 0)

    public struct Version: Hashable, Sendable, CustomStringConvertible {
        public let major: Int
        public let minor: Int

        public init(major: Int, minor: Int) {
            self.major = major
            self.minor = minor
        }

        public var description: String { "\(major).\(minor)" }
    }

    public struct Section: Hashable, Sendable {
        public let name: Atom
        public var term: ErlangTerm

        public init(name: Atom, term: ErlangTerm) {
            self.name = name
            self.term = term
        }
    }

    /// The sections that this version knows, in the order of the stages that write them.
    public enum Name: String, CaseIterable, Sendable {
        case releases, diff, appups, relup, modifications, findings

        var atom: Atom { Atom(rawValue) }
    }

    public let version: Version
    public private(set) var sections: [Section]

    public init(version: Version = currentVersion, sections: [Section] = []) {
        self.version = version
        self.sections = sections
    }

    /// The term of a section, if the document has it.
    public subscript(name: Name) -> ErlangTerm? {
        sections.first { $0.name == name.atom }?.term
    }

    /// Puts a stage's result in its place, and removes what later stages made of the previous result.
    ///
    /// A result that is the same leaves the document as it is.
    public mutating func set(_ name: Name, _ term: ErlangTerm) {
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
    public var term: ErlangTerm {
        .tuple(
            .atom("upgrade"), .tuple(.integer(version.major), .integer(version.minor)),
            .list(sections.map { .tuple(.atom($0.name), $0.term) })
        )
    }
}

extension UpgradeDocument {
    /// The text of the document, which `file:consult/1` reads.
    public var text: [UInt8] {
        TermTextPrinter.consultableFile(term)
    }
}
