internal import BeamFiles
internal import CommandLine
internal import ErlangTerms
internal import Files
internal import Releases
internal import Relups
internal import SystemPackage
internal import UpgradeDocuments
internal import UpgradeStages

extension Overview {
    /// What a file or a release's directory shows; `-` is standard input. `rehearsal` is the file with the rehearsals of a
    /// tarball, if it does not lie beside it.
    package init(file: String, rehearsal: String? = nil) throws {
        try self.init(Self.isRelease(file) ? nil : WholeFile.read(file), file: file, rehearsal: rehearsal)
    }

    /// Whether a file is a directory, or a tarball that is larger than any beam: it is not needed as a whole.
    private static func isRelease(_ file: String) throws -> Bool {
        if Directory.exists(file) { return true }
        guard file != "-", let size = try? FilePath(file).stat().size, size > 16 << 20 else { return false }
        let start = try WholeFile.prefix(of: file, count: 512)
        return !isModule(start) && !isText(start)
    }

    private static func isModule(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "FOR1".utf8)
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(512).allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
    }

    /// What the bytes of a file show, or the release in it if there are none.
    package init(_ bytes: [UInt8]?, file: String, rehearsal: String? = nil) throws {
        let name = file == "-" ? "standard input" : file
        guard let bytes else {
            self = try Self.release(file, rehearsal)
            return
        }
        if Self.isModule(bytes) {
            self.init(try ModuleExcerpt(bytes, file: name).facts())
        } else if bytes.starts(with: [0x1F, 0x8B]), let module = try? ModuleExcerpt(bytes, file: name).facts() {
            self.init(module)
        } else if !Self.isText(bytes) {
            self = try Self.release(file, rehearsal)
        } else if UpgradeDocumentReader.begins(bytes) {
            self = try Overview(UpgradeDocumentReader.document(in: bytes, named: name), source: .document(file))
        } else {
            self = try Self.term(try TermTextReader.soleTerm(in: bytes, file: name), name)
        }
    }

    private static func term(_ term: ErlangTerm, _ name: String) throws -> Overview {
        if let relup = try? RelupReader.relup(term, file: name) { return Overview(relup) }
        if let appup = Overview(appup: term) { return appup }
        throw UpgradeDocumentError(
            .notADocument, "\(name) is not an upgrade document, relup, appup, release or beam")
    }

    private static func release(_ file: String, _ rehearsal: String?) throws -> Overview {
        guard file != "-" else {
            throw UsageError("a release is shown from a file or directory, not from standard input")
        }
        let shown = try ShownRelease(file)
        let isUpgrade = shown.relup != nil && !Directory.exists(file)
        let rehearsals = isUpgrade ? try Rehearsal.all(of: file, in: rehearsal) : []
        if let document = shown.document, let relup = shown.relup,
            let overview = try? Overview(document, relup: relup, source: .tarball(file), rehearsals: rehearsals),
            overview.release?.version == relup.version
        {
            return overview
        }
        return Overview(shown.release, shown.applications, relup: shown.relup, rehearsals: rehearsals)
    }
}
