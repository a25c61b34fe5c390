package import ErlangTerms
internal import Files
package import Releases

/// Rewrites all that names versions of a release and its applications: paths, terms and texts.
///
/// A text names a version where it names a path of the release, such as `$ROOT/lib/APP-VSN/ebin` or
/// `releases/VSN/sys.config`, or sets the version for a launcher. Absolute paths stay: what they name is not of the
/// release.
package struct VersionNames: Sendable {
    private let release: Release
    /// The new version of the release, and of each application.
    private let version: String
    private let versions: [Atom: String]
    /// By the folder in `lib`, `APP-VSN`.
    private let libraries: [String: String]

    package init(_ release: Release, version: String, versions: [Atom: String]) {
        self.release = release
        self.version = version
        self.versions = versions
        libraries = Dictionary(
            release.applications.map { entry in
                ("\(entry.name)-\(entry.version.text)", "\(entry.name)-\(versions[entry.name] ?? entry.version.text)")
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Those of no version in particular, for comparisons.
    static func neutral(_ release: Release) -> VersionNames {
        VersionNames(
            release, version: "@",
            versions: Dictionary(release.applications.map { ($0.name, "@") }, uniquingKeysWith: { first, _ in first }))
    }

    // MARK: - Paths

    /// The path of a file of the release.
    package func path(_ path: String) -> String {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("lib", 2...): parts[1] = libraries[parts[1]] ?? parts[1]
        case ("releases", 2...), ("bin", 2): parts[1] = parts[0] == "bin" ? named(parts[1]) : folderOrFile(parts[1])
        default: break
        }
        return parts.joined(separator: "/")
    }

    /// What a link of the release names: a path of the release, or `../APP-VSN/…` from one library to another.
    func rewrite(link target: String) -> String {
        guard !target.hasPrefix("/") else { return target }
        var parts = target.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices where index > 0 && ["..", "lib", "releases", "bin"].contains(parts[index - 1]) {
            parts[index] =
                libraries[parts[index]] ?? (parts[index - 1] == "lib" ? parts[index] : folderOrFile(parts[index]))
        }
        return parts.joined(separator: "/")
    }

    private func folderOrFile(_ name: String) -> String { name == release.version.text ? version : named(name) }

    /// `NAME-VSN`, with any ending.
    private func named(_ file: String) -> String {
        let old = "\(release.name)-\(release.version.text)"
        guard file.hasPrefix(old) else { return file }
        let ending = file.dropFirst(old.count)
        return ending.isEmpty || ending.first == "." && ending.dropFirst().first?.isNumber != true
            ? "\(release.name)-\(version)\(ending)" : file
    }

    // MARK: - Terms

    /// Rewrites the terms of `.rel`, `.app`, `RELEASES` and boot scripts wherever they occur, and paths in strings.
    package func rewrite(_ term: ErlangTerm) -> ErlangTerm {
        switch term {
        case .tuple(let elements): return rewrite(tuple: elements)
        case .list(let elements):
            guard case .integer? = elements.first, let text = term.string else { return .list(elements.map(rewrite)) }
            return rewritten(text).map { .string($0) } ?? term
        case .improperList(let elements, let tail): return .improperList(elements.map(rewrite), tail: rewrite(tail))
        case .map(let map): return .map(ErlangMap(map.entries.map { ($0.key, rewrite($0.value)) }))
        case .binary(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self), let new = rewritten(text) else { return term }
            return .binary(Array(new.utf8))
        default: return term
        }
    }

    private func rewrite(tuple: [ErlangTerm]) -> ErlangTerm {
        var elements = tuple
        switch (tuple.first?.atom, tuple.count) {
        case ("script", 3): elements[1] = identity(tuple[1])
        case ("release", 4):
            guard let entries = tuple[3].list else { break }
            elements[1] = identity(tuple[1])
            elements[3] = .list(entries.map(entry))
            return .tuple(elements)
        case ("release", 6):
            guard let entries = tuple[4].list else { break }
            if tuple[2] == .string(release.version.text) { elements[2] = .string(version) }
            elements[4] = .list(entries.map(entry))
            return .tuple(elements)
        case ("application", 3):
            guard let name = tuple[1].atom, let old = release[name]?.version.text, let fields = tuple[2].list else {
                break
            }
            elements[2] = .list(
                fields.map { field in
                    field == .tuple(.atom("vsn"), .string(old))
                        ? .tuple(.atom("vsn"), .string(versions[name] ?? old)) : rewrite(field)
                })
            return .tuple(elements)
        default: break
        }
        return .tuple(elements.map(rewrite))
    }

    /// `{Name, Vsn}` of the release.
    private func identity(_ term: ErlangTerm) -> ErlangTerm {
        guard let pair = term.tuple, pair.count == 2, pair[1] == .string(release.version.text) else { return term }
        return .tuple(pair[0], .string(version))
    }

    /// `{Application, Vsn, …}`.
    private func entry(_ term: ErlangTerm) -> ErlangTerm {
        guard var parts = term.tuple, parts.count >= 2, let name = parts[0].atom, let old = release[name]?.version.text,
            parts[1] == .string(old)
        else { return rewrite(term) }
        parts[1] = .string(versions[name] ?? old)
        return .tuple(parts[..<2] + parts[2...].map(rewrite))
    }

    // MARK: - Texts

    /// The text of a configuration or launcher; the same if it names no version.
    package func rewrite(text: String) -> String {
        let isLauncher = text.contains("REL_VSN") || text.contains("RELEASE_VSN")
        guard isLauncher else { return rewritten(text) ?? text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("REL_VSN") || line.contains("RELEASE_VSN") ? setting(String(line)) : String(line)
        }.joined(separator: "\n").replacing { rewritten($0) }
    }

    /// A line that sets the version of the release.
    private func setting(_ line: String) -> String {
        let (bytes, old) = (Array(line.utf8), Array(release.version.text.utf8))
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let end = index + old.count
            if end <= bytes.count, bytes[index..<end].elementsEqual(old),
                index == 0 || !Self.isOfVersion(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: "-"),
                end == bytes.count || !Self.isOfVersion(bytes[end])
            {
                result += version.utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The text with its paths rewritten; nil if none of them names a version.
    private func rewritten(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "/")) else { return nil }
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard Self.isOfPath(bytes[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < bytes.count, Self.isOfPath(bytes[end]) { end += 1 }
            if let new = path(in: bytes[index..<end]) {
                result += bytes[copied..<index]
                result += new
                copied = end
            }
            index = end
        }
        return copied == 0 ? nil : String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// A path in a text, if it is one of the release and names a version.
    private func path(in bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.first != UInt8(ascii: "/"), bytes.contains(UInt8(ascii: "/")) else { return nil }
        var parts = String(decoding: bytes, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        var isChanged = false
        for index in 1..<parts.count {
            let folder = parts[index - 1]
            let isTop = index == 1 || parts[index - 2] == ".." || Self.isVariable(parts[index - 2])
            let isOfLibrary = folder == "lib" && isTop || index == 1 && Self.isLibraryVariable(folder)
            let new =
                if isOfLibrary {
                    libraries[parts[index]]
                } else if folder == "releases", isTop {
                    folderOrFile(parts[index])
                } else if folder == "bin", isTop {
                    named(parts[index])
                } else {
                    nil as String?
                }
            if let new, new != parts[index] {
                parts[index] = new
                isChanged = true
            }
        }
        return isChanged ? Array(parts.joined(separator: "/").utf8) : nil
    }

    private static func isVariable(_ part: String) -> Bool { part == "." || part.first == "$" || part.first == "%" }

    private static func isLibraryVariable(_ part: String) -> Bool {
        ["$RELEASE_LIB", "${RELEASE_LIB}"].contains(part)
    }

    private static func isOfPath(_ byte: UInt8) -> Bool {
        isOfVersion(byte) || "/$%{}~@".utf8.contains(byte) || byte >= 0x80
    }

    private static func isOfVersion(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "._+-".utf8.contains(byte)
        }
    }

    // MARK: - Files

    /// The new contents of one of the files that may name versions; nil if it stays as it is.
    package func contents(_ path: String, _ bytes: [UInt8], syntax: ErlangSyntax) throws -> [UInt8]? {
        switch ReleasePath(path) {
        case .releasesFile("start_erl.data"):
            let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard words.count == 2, words[1] == release.version.text else { return nil }
            return Array("\(words[0]) \(version)".utf8)
        case .releasesFile("COOKIE"): return nil
        case .releasesFile("RELEASES"), .releaseResource, .applicationResource:
            return try changed(text: bytes, path, syntax)
        case .versionFile(_, let name) where name.hasSuffix(".script"):
            return try changed(text: bytes, path, syntax)
        case .versionFile(_, let name) where name.hasSuffix(".boot"), .program(let name) where name.hasSuffix(".boot"):
            let old = try term(boot: bytes, path)
            let new = rewrite(old)
            return new == old ? nil : ExternalTermWriter.bytes(of: new)
        case .versionFile, .program:
            guard let text = Self.text(bytes) else { return nil }
            let new = rewrite(text: text)
            return new == text ? nil : Array(new.utf8)
        default: return nil
        }
    }

    /// What of a file in `releases/VSN` is compared with that of another build.
    func comparable(_ path: String, _ bytes: [UInt8], syntax: ErlangSyntax) throws -> [UInt8] {
        if path.hasSuffix(".script") {
            return ExternalTermWriter.bytes(
                of: rewrite(try TermTextReader.soleTerm(in: bytes, file: path, syntax: syntax)))
        }
        if path.hasSuffix(".boot") { return ExternalTermWriter.bytes(of: rewrite(try term(boot: bytes, path))) }
        return Self.text(bytes).map { Array(rewrite(text: $0).utf8) } ?? bytes
    }

    private func changed(text bytes: [UInt8], _ path: String, _ syntax: ErlangSyntax) throws -> [UInt8]? {
        let old = try TermTextReader.soleTerm(in: bytes, file: path, syntax: syntax)
        let new = rewrite(old)
        return new == old ? nil : TermTextPrinter.consultableFile(new)
    }

    private func term(boot bytes: [UInt8], _ path: String) throws -> ErlangTerm {
        do {
            return try ExternalTermReader.term(in: bytes)
        } catch {
            throw ReleaseError(.malformed, "cannot read '\(path)': \(error)")
        }
    }

    private static func text(_ bytes: [UInt8]) -> String? {
        bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate func replacing(_ rewritten: (String) -> String?) -> String { rewritten(self) ?? self }
}
