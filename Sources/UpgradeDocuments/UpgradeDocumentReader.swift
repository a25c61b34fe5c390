internal import ErlangTerms
internal import Files

/// Reads the text of an upgrade document.
package enum UpgradeDocumentReader {
    /// The document in the bytes of a file; errors call it `name`.
    package static func document(in bytes: [UInt8], named name: String) throws(UpgradeDocumentError) -> UpgradeDocument
    {
        guard bytes.contains(where: { !isSpace($0) }) else {
            throw UpgradeDocumentError(
                .empty, "\(name) is empty: an upgrade document was expected; did the previous command fail?")
        }
        let stored: StoredTerm =
            if let text = TermText(fileContents: bytes) { .text(text) } else { .term(try term(in: bytes, named: name)) }
        guard let parts = stored.tuple, parts.count == 3, parts[0].term == .atom("upgrade"),
            let version = parts[1].term.tuple, version.count == 2, case .integer(let major) = version[0],
            case .integer(let minor) = version[1]
        else {
            throw UpgradeDocumentError(
                .notADocument, "\(name) is not an upgrade document: {upgrade,Version,Sections} expected")
        }
        let found = UpgradeDocument.Version(major: major, minor: minor)
        guard major == UpgradeDocument.currentVersion.major else {
            throw UpgradeDocumentError(
                .otherVersion,
                "\(name) is an upgrade document of version \(found); this command reads version \(UpgradeDocument.currentVersion)"
            )
        }
        return UpgradeDocument(version: found, sections: try sections(parts[2], named: name))
    }

    /// Whether the bytes of a file, behind comments and space, begin as an upgrade document does.
    package static func begins(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.prefix(4096).split(separator: UInt8(ascii: "\n")).map { line in line.filter { !isSpace($0) } }
        return lines.filter { $0.first != UInt8(ascii: "%") }.joined().starts(with: "{upgrade,".utf8)
    }

    private static func term(in bytes: [UInt8], named name: String) throws(UpgradeDocumentError) -> ErlangTerm {
        let terms: [ErlangTerm]
        do {
            terms = try TermTextReader.terms(in: bytes, file: name)
        } catch {
            let isTarball = bytes.starts(with: [0x1F, 0x8B])
            let cause = isTarball ? "it is compressed, as tarballs are" : "\(error.place): \(error.reason)"
            throw UpgradeDocumentError(.unreadable, "\(name) is not an upgrade document: \(cause)")
        }
        guard terms.count == 1 else {
            throw UpgradeDocumentError(
                .notADocument, "\(name) is not an upgrade document: it contains \(terms.count) terms")
        }
        return terms[0]
    }

    private static func sections(
        _ list: StoredTerm, named name: String
    ) throws(UpgradeDocumentError) -> [UpgradeDocument.Section] {
        guard let elements = list.elements else {
            throw UpgradeDocumentError(.malformedSection, "\(name): the sections of an upgrade document are a list")
        }
        var sections: [UpgradeDocument.Section] = []
        var names: Set<Atom> = []
        for element in elements {
            guard let pair = element.tuple, pair.count == 2, let section = pair[0].term.atom else {
                throw UpgradeDocumentError(
                    .malformedSection, "\(name): section \(sections.count + 1) is not {Name,Term}")
            }
            guard names.insert(section).inserted else {
                throw UpgradeDocumentError(.malformedSection, "\(name): section '\(section)' occurs twice")
            }
            sections.append(UpgradeDocument.Section(name: section, content: pair[1]))
        }
        return sections
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
