package import ErlangTerms

/// What flows through the pipe: `{upgrade, {Major, Minor}, [{Section, Term}]}`, one term as text.
///
/// A tool reads the sections that it needs and rewrites its own. It passes on unchanged what it does not know.
/// `Documentation/UpgradeDocument.md` is normative.
package struct UpgradeDocument: Sendable {
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

    package struct Section: Sendable {
        package let name: Atom
        /// What was read from a file stays the text that it is there: most stages need few of the sections.
        let content: StoredTerm

        package init(name: Atom, term: ErlangTerm) {
            self.init(name: name, content: .term(term))
        }

        init(name: Atom, content: StoredTerm) {
            self.name = name
            self.content = content
        }

        package var term: ErlangTerm { content.term }
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
        storedTerm(of: name)?.term
    }

    /// Whether the document has a section.
    package func has(_ name: Name) -> Bool { storedTerm(of: name) != nil }

    func storedTerm(of name: Name) -> StoredTerm? {
        sections.first { $0.name == name.atom }?.content
    }

    /// Puts a stage's result in its place, and removes what later stages made of the previous result.
    ///
    /// A result that is the same leaves the document as it is.
    package mutating func set(_ name: Name, _ term: ErlangTerm) {
        if self[name] != term { replace(name, term) }
    }

    private mutating func replace(_ name: Name, _ term: ErlangTerm) {
        let stages = Name.allCases
        let later = Set(stages[stages.firstIndex(of: name)!...].map(\.atom))
        let place = sections.firstIndex { later.contains($0.name) } ?? sections.endIndex
        sections.removeAll { later.contains($0.name) }
        sections.insert(Section(name: name.atom, term: term), at: place)
    }

    /// Puts in a modified relup together with the record of its modification.
    package mutating func setModified(relup: ErlangTerm, modifications: ErlangTerm) {
        guard !has(.modifications) || self[.relup] != relup || self[.modifications] != modifications else { return }
        replace(.relup, relup)
        replace(.modifications, modifications)
    }
}

extension UpgradeDocument.Section: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.term == right.term }
}

extension UpgradeDocument: Equatable {}

extension UpgradeDocument {
    /// The document as one term.
    package var term: ErlangTerm {
        .tuple(
            .atom("upgrade"), .tuple(.integer(version.major), .integer(version.minor)),
            .list(sections.map { .tuple(.atom($0.name), $0.term) }))
    }

    /// The text of the document, `{upgrade, {Major, Minor}, [{Section, Term}]}`, which `file:consult/1` reads.
    package var text: [UInt8] { pieces.allBytes }

    /// The text in pieces. Sections that were read and not changed are written as they were.
    package var pieces: [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var before = "%% coding: utf-8\n{upgrade,{\(version.major),\(version.minor)},\n ["
        for section in sections {
            let name = String(decoding: TermTextPrinter.partOfFile(.atom(section.name)).allBytes, as: UTF8.self)
            pieces.append(ArraySlice("\(before){\(name),".utf8))
            switch section.content {
            case .text(let text): pieces.append(text.bytes)
            case .term(let term):
                pieces += TermTextPrinter.partOfFile(term, column: name.unicodeScalars.count + 5).map { $0[...] }
            }
            before = "},\n  "
        }
        pieces.append(ArraySlice((sections.isEmpty ? "\(before)]}.\n" : "}]}.\n").utf8))
        return pieces
    }
}
