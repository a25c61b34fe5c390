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
        let term: ErlangTerm
        do {
            let terms = try TermTextReader.terms(in: bytes, file: name)
            guard terms.count == 1 else {
                throw UpgradeDocumentError(
                    .notADocument, "\(name) is not an upgrade document: it contains \(terms.count) terms")
            }
            term = terms[0]
        } catch let error as UpgradeDocumentError {
            throw error
        } catch {
            throw UpgradeDocumentError(.unreadable, "\(name) is not an upgrade document: \(error)")
        }
        guard let parts = term.tagged("upgrade", count: 3), let version = parts[1].tuple, version.count == 2,
            case .integer(let major) = version[0], case .integer(let minor) = version[1]
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

    private static func sections(
        _ term: ErlangTerm, named name: String
    ) throws(UpgradeDocumentError) -> [UpgradeDocument.Section] {
        guard let elements = term.list else {
            throw UpgradeDocumentError(.malformedSection, "\(name): the sections of an upgrade document are a list")
        }
        var sections: [UpgradeDocument.Section] = []
        var names: Set<Atom> = []
        for element in elements {
            guard let pair = element.tuple, pair.count == 2, let section = pair[0].atom else {
                throw UpgradeDocumentError(
                    .malformedSection, "\(name): section \(sections.count + 1) is not {Name,Term}")
            }
            guard names.insert(section).inserted else {
                throw UpgradeDocumentError(.malformedSection, "\(name): section '\(section)' occurs twice")
            }
            sections.append(UpgradeDocument.Section(name: section, term: pair[1]))
        }
        return sections
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
